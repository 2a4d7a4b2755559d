"""Trials: the real services in a throw-away database, the same for the same seed, and nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from sqlalchemy import event

from app import db, engine
from app.models.base import configure_keys
from app.sandbox.play import Outcome, Plan, play, play_part, staged
from app.services import publishing, registries
from config import ROOT
from tests.conftest import SECRET_KEY

BEGIN = datetime(2027, 1, 4, 8, tzinfo=UTC)


@cache
def bundles() -> dict[str, engine.Bundle]:
    registries.load()
    return publishing.read_bundles(ROOT / "workflows", ROOT / "forms")


@cache
def six_years() -> Outcome:
    return play(bundles(), "trajectory", begin=BEGIN, years=6, cases=2, seed=1)


@pytest.fixture(autouse=True)
def keys() -> None:
    """Sealed columns need a secret; no database of ours is connected."""
    configure_keys(SECRET_KEY)


def test_six_years_of_two_employees() -> None:
    outcome = six_years()
    assert outcome.completed > 20
    assert sum(outcome.report.ended.values()) + outcome.report.still_open == 2
    assert {moment.kind for moment in outcome.report.timeline} >= {"task", "timer", "mail", "end"}
    assert outcome.report.visits["trajectory"]["hire"] == 2
    assert outcome.report.mails
    assert outcome.report.letters
    assert outcome.report.terms_missed <= 2
    assert outcome.stuck == ()


def test_the_same_seed_plays_the_same_trial() -> None:
    """All of it is compared, so that a difference tells what it is.

    What must not count: ids (all of them are new), who played before in the same world, the machine's clock, and the
    order in which a database gives rows that nobody asked in an order.
    """
    plan = Plan("reconsideration", BEGIN, 2, 2, 3)
    with staged(bundles(), plan) as on:
        one, other = (play_part(on, bundles(), replace(plan, seed=seed), 0) for seed in (3, 4))
        event.listen(db.engine(), "connect", _backwards)
        two = play_part(on, bundles(), plan, 0)
    assert one.as_json() == two.as_json()
    assert one.report.timeline != other.report.timeline


def _backwards(connection: Any, _record: object) -> None:
    """SQLite gives rows backwards wherever no order is asked for (sqlite.org/pragma.html)."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.mark.parametrize("process", sorted({"suspension", "early_end", "reconsideration", "project_stop"}))
def test_every_process_that_people_start_can_be_tried(process: str) -> None:
    outcome = play(bundles(), process, begin=BEGIN, years=1, cases=2, seed=5)
    assert outcome.report.cases == 2, outcome.stuck
    assert outcome.report.waits
    names = {element.name for element in engine.compile(bundles()[process]).elements.values()}
    assert outcome.report.ended.keys() | outcome.report.standing.keys() <= names


def test_what_a_timer_belongs_to_is_told() -> None:
    moments = play(bundles(), "vdab_evaluation", begin=BEGIN, years=1, seed=3).report.timeline
    timers = {(moment.name, moment.about) for moment in moments if moment.kind == "timer"}
    assert timers == {
        ("Als de werkgever niet antwoordt", "Standpunt van de werkgever geven"),
        ("Als het voorstel blijft liggen", "Voorstel met redenen maken"),
    }


def test_a_step_no_case_came_by_is_named() -> None:
    outcome = play(bundles(), "early_end", begin=BEGIN, years=1, seed=2)
    seen = outcome.report.visits["early_end"]
    never = {element for process, element, _ in outcome.report.never if process == "early_end"}
    assert never.isdisjoint(seen)
    assert never | set(seen) >= {"ended", "stays"}


def test_it_stops_where_it_is_told_to() -> None:
    outcome = play(bundles(), "annual_pop", begin=BEGIN, years=5, tick=lambda share: share > 0.01)
    assert outcome.report.still_open == 1
