"""Definitions are shared by all threads; a case belongs to one call (engine.md §7)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.engine import compile
from tests.engine.diagrams.shapes import loop_with_reminder, repeated_calls
from tests.engine.player import MONDAY, Player


@pytest.fixture
def eager_switching() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.00001)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_switching")
def test_s5__cases_of_one_definition_live_side_by_side_in_threads() -> None:
    def loops(number: int) -> tuple[int, str | None]:
        case = Player(loop_with_reminder(), rounds=3, now=MONDAY + timedelta(days=number))
        while not case.snapshot.ended:
            assert case.due["late"] == case.now + timedelta(days=9)
            case.now += timedelta(days=1)
            case.do("a")
        return case.snapshot.variables["n"], case.snapshot.end

    def repeats(number: int) -> tuple[int, str | None]:
        names = [f"{number} {letter}" for letter in "abc"]
        case = Player(repeated_calls(), rounds=1, n=0, names=names)
        for name in names:
            case.do("c1", name)
        while not case.snapshot.ended:
            case.do("c3")
        return case.snapshot.variables["n"], case.snapshot.end

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(loops, range(24))) == {(3, "done")}
        assert set(pool.map(repeats, range(24))) == {(1, "done")}


@pytest.mark.usefixtures("eager_switching")
def test_one_definition_is_made_however_many_ask_at_once() -> None:
    fresh = loop_with_reminder()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: compile(fresh), range(16)))
    assert all(definition is made[0] for definition in made)
