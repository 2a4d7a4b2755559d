"""The two-thousandth round of a loop is as good as the first: no depth limit, no growth, no step that looks at more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.engine import Bundle
from app.engine.live import LiveWorkflow
from tests.engine import draw
from tests.engine.diagrams.shapes import MESSAGES
from tests.engine.draw import boundary, bundle, call, end, flow, line, message, process, service, task, timer, xor
from tests.engine.player import Player

ROUNDS = 2_000


class Scans:
    """How many tasks the engine looked at since it was last asked."""

    def __init__(self) -> None:
        self.looked_at = 0

    def taken(self) -> int:
        taken, self.looked_at = self.looked_at, 0
        return taken


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> Scans:
    """Counts every task of every workflow the engine goes through."""
    seen, workflows = Scans(), LiveWorkflow.workflows

    def counted(case: LiveWorkflow) -> Iterator[Any]:
        for workflow in workflows(case):
            seen.looked_at += len(workflow.tasks)
            yield workflow

    monkeypatch.setattr(LiveWorkflow, "workflows", counted)
    return seen


def _again(source: str, back: str) -> str:
    parts = service("count", "test_count") + xor("again", "out") + line(source, "count", "again")
    return parts + flow("again", back, "n < rounds") + flow("again", "done", id="out")


def tasks_with_boundary_events() -> Bundle:
    parts = [
        draw.start(), xor("merge"), task("a"), boundary("remind", "a", timer("'P3D'"), False), task("reminded"),
        end("r_end"), boundary("told", "a", message("m"), False), task("heard"), end("h_end"), _again("a", "merge"),
        end(), line("begin", "merge", "a"), line("remind", "reminded", "r_end"), line("told", "heard", "h_end"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=MESSAGES), n="number", rounds="number")


def calls() -> Bundle:
    called = bundle(process(draw.start(), task("a"), end(), line("begin", "a", "done"), key="called"), key="called")
    parts = [
        draw.start(),
        xor("merge"),
        call("go", "called"),
        _again("go", "merge"),
        end(),
        line("begin", "merge", "go"),
    ]
    return bundle(process(*parts), calls={"called": called}, n="number", rounds="number")


@pytest.mark.parametrize("shape", [tasks_with_boundary_events, calls])
def test_l1__a_loop_may_go_round_two_thousand_times(shape: Any, scans: Scans) -> None:
    case = Player(shape(), n=0, rounds=ROUNDS)
    sizes, looked_at = [], []
    while not case.snapshot.ended:
        assert case.open == ["a"]
        case.trail.clear()
        case.steps.clear()
        scans.taken()
        case.do("a")
        sizes.append(len(case.snapshot.state))
        looked_at.append(scans.taken())
    assert len(sizes) == ROUNDS
    early, sizes = sizes[1], sizes[1:-1]
    assert max(sizes) < early + 40  # the digits of the counter and of the ids
    assert early < 2_048
    assert len(set(looked_at[1:-1])) == 1
