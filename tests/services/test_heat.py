"""Heat: where cases stand and how long they stayed, as each may know it, in two statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import db
from app.domain.access import Actor, Role
from app.models.clock import today
from app.queries import heat
from app.services import cases, tasks
from tests.services.conftest import open_task_ids
from tests.support.statements import counted

ANSWERS = {"name": "Amina", "approved": True, "amount": 12, "comment": "x" * 200}


@pytest.fixture
def six_cases(simple, coach, outsider) -> list[int]:
    """Five of one enterprise, and one of another."""
    return [cases.start(actor, simple) for actor in (*[coach] * 5, outsider)]


def seen_by(actor: Actor, days: int = 0) -> heat.Heat:
    with db.reading() as session:
        day = today(session) + timedelta(days=days)
        return heat.of_process(session, actor, "simple", day - timedelta(days=30), day)


def test_each_sees_the_heat_of_his_own_cases(world, six_cases, coach, outsider) -> None:
    inspector = world.actor("ilse@wse.example", Role.INSPECTOR, "wse", "department")
    (mine,), (theirs,), (all_,) = (seen_by(actor).steps for actor in (coach, outsider, inspector))
    assert (mine.here, theirs.here, all_.here) == (5, 1, 6)
    assert (theirs.stays, theirs.level, theirs.late_percent) == (0, 5, 0)
    assert not seen_by(coach).suppressed


def test_who_sees_no_case_is_not_told_small_numbers(world, six_cases, coach) -> None:
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    (many,) = seen_by(official).steps
    assert (many.here, many.stays, many.late_percent) == (6, 0, 0)
    tasks.complete(coach, open_task_ids(six_cases[0])[0], ANSWERS)
    found = {step.element: step for step in seen_by(official).steps}
    first = found.pop(many.element)
    assert (first.here, first.stays, first.median_days is None) == (5, None, False)
    assert all((step.here, step.median_days, step.late_percent) == (None, None, None) for step in found.values())
    assert seen_by(official).suppressed


def test_stays_are_those_of_the_period_and_it_is_two_statements(six_cases, coach) -> None:
    tasks.complete(coach, open_task_ids(six_cases[0])[0], ANSWERS)
    assert sum(step.stays or 0 for step in seen_by(coach).steps) == 1
    assert sum(step.stays or 0 for step in seen_by(coach, -40).steps) == 0
    with db.reading() as session, counted() as statements:
        day = today(session)
        heat.of_process(session, coach, "simple", day, day)
    assert len(statements) <= 3  # the two, and the clock
