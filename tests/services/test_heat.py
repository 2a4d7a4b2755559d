"""Heat: where cases stand and how long they stayed, as each may know it, in few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.engine import make_bundle
from app.models.case import Case
from app.models.clock import today
from app.queries import heat
from app.services import cases, definitions, publishing, registries, tasks, waking
from tests.engine import draw
from tests.services.conftest import open_task_ids
from tests.support.statements import counted

_META = 'title = "Proef"\nstarters = ["coach"]\nsubject = "none"\n'
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


def test_stays_are_those_of_the_period_and_it_is_few_statements(six_cases, coach) -> None:
    tasks.complete(coach, open_task_ids(six_cases[0])[0], ANSWERS)
    assert sum(step.stays or 0 for step in seen_by(coach).steps) == 1
    assert sum(step.stays or 0 for step in seen_by(coach, -40).steps) == 0
    with db.reading() as session, counted() as statements:
        day = today(session)
        heat.of_process(session, coach, "simple", day, day)
    assert len(statements) <= 6  # tasks open and done, waits, the clock; its newest version and who calls it


def test_one_enterprise_is_left_out_where_the_total_would_tell_another(world, six_cases, coach, outsider) -> None:
    """Five stand in one enterprise and one in another: six minus five would be that one."""
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    many, few = (next(iter(actor.memberships)).organisation_id for actor in (coach, outsider))
    with db.transaction() as session:
        for owner, ids in ((many, six_cases[:5]), (few, six_cases[5:])):
            session.execute(update(Case).where(Case.id.in_(ids)).values(organisation_id=owner))

    def seen_in(actor: Actor, owner: int) -> heat.Warmth:
        with db.reading() as session:
            return heat.of_process(session, actor, "simple", today(session), today(session), owner).steps[0]

    whole = seen_by(official).steps[0]
    assert [whole.here, seen_in(official, many).here, seen_in(official, few).here] == [6, None, None]
    assert (seen_in(official, many).median_days, seen_in(official, few).late_percent) == (None, None)
    assert whole.longest_days is None, "the longest of all may be that one"
    assert seen_in(coach, many).here == 5


def test_who_sees_no_case_gets_whole_years(world, six_cases, coach) -> None:
    """One period minus another would be a day, and who was done that day."""
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    asked, own = seen_by(official, -1), seen_by(coach, -1)
    assert ((asked.begins.month, asked.begins.day), (asked.ends.month, asked.ends.day)) == ((1, 1), (12, 31))
    assert (own.ends - own.begins).days == 30


@pytest.fixture
def calling(world) -> str:
    """The process `calling`: waits a day, then calls one in which two tasks are open and a reminder is armed."""
    definitions.forget()
    registries.load()
    within = draw.process(
        draw.start(), draw.both("split"), draw.task("a"), draw.task("b"), draw.both("join"), draw.end(),
        draw.boundary("reminder", "a", draw.timer("'P7D'"), interrupting=False), draw.end("said"),
        draw.line("begin", "split", "a", "join", "done"), draw.line("split", "b", "join"),
        draw.line("reminder", "said"), key="called",
    )  # fmt: skip
    around = draw.process(
        draw.start(), draw.catch("day", draw.timer("'P1D'")), draw.call("inside", "called"), draw.end(),
        draw.line("begin", "day", "inside", "done"), key="calling",
    )  # fmt: skip
    called = make_bundle("called", _META, within, {}, {}, {})
    publishing.publish(SYSTEM, {"calling": make_bundle("calling", _META, around, {}, {}, {"called": called})})
    return "calling"


def test_cases_that_wait_or_are_inside_a_call_stand_on_the_diagram(world, calling, coach, clock) -> None:
    """Five wait, and one that began before is inside the call: with two open tasks it stands there once."""
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    first = cases.start(coach, calling)
    clock.advance(days=1)
    waking.wake(first)
    for _ in range(5):
        cases.start(coach, calling)

    def standing(actor: Actor, process: str) -> dict[str, int | None]:
        with db.reading() as session:
            found = heat.of_process(session, actor, process, today(session), today(session))
        return {step.element: step.here for step in found.steps}

    assert standing(coach, calling) == {"day": 5, "inside": 1}
    assert standing(coach, "called") == {"a": 1, "b": 1}, "a reminder on the edge of a task is no place"
    assert standing(official, calling) == {"day": 5, "inside": None}


def test_a_case_with_many_tasks_at_a_step_is_one_case(world, coach) -> None:
    """Six tasks of one employer are not six cases: who sees no case is not told them."""
    definitions.forget()
    registries.load()
    drawn = draw.process(
        draw.start(), draw.task("each", draw.times("6")), draw.end(), draw.line("begin", "each", "done"), key="many"
    )
    publishing.publish(SYSTEM, {"many": make_bundle("many", _META, drawn, {}, {"each": {"components": []}}, {})})
    case = cases.start(coach, "many")
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    for done in (0, 5):
        for task in open_task_ids(case)[:done]:
            tasks.complete(coach, task, {})
        with db.reading() as session:
            mine, theirs = (
                heat.of_process(session, actor, "many", today(session), today(session)).steps[0]
                for actor in (coach, official)
            )
        assert (mine.here, mine.stays) == (1, done)
        assert (theirs.here, theirs.median_days, theirs.late_percent) == (None, None, None)
        assert theirs.stays == (None if done else 0)
