"""Employees in service are taken over: what is on record then, and when everything falls due (decision 0029)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app import db
from app.domain.audit import Tag
from app.models.audit import Audit
from app.models.case import CaseParty
from app.models.employment import Employment
from app.models.indication import Indication
from app.models.person import Person
from app.models.record import Notice
from app.models.task import Answers
from app.models.trajectory import Trajectory
from app.services import audit, takeovers
from tests.support.jobs import do_waiting
from tests.support.staff import as_file, remarks, rows, somebody
from tests.support.stage import Stage

TODAY = date(2026, 3, 2)
TWO_YEARS_AGO = date(2024, 2, 12)


def hand_in(stage: Stage, *staff: dict[str, str]) -> int:
    """A file handed in and looked through."""
    stage.travel(TODAY)
    takeover_id = takeovers.hand_in(stage.employer, as_file(*staff))
    do_waiting()
    return takeover_id


def take_over(stage: Stage, *staff: dict[str, str]) -> int:
    """Hand in a file and say go; the id of the first case."""
    return go(stage, hand_in(stage, *staff))


def go(stage: Stage, takeover_id: int) -> int:
    """Say go; the id of the first case."""
    takeovers.begin(stage.employer, takeover_id)
    do_waiting()
    (row, *_) = rows(takeover_id)
    assert row.state == "done", remarks(row)
    assert row.case_id is not None
    return row.case_id


def test_the_clock_runs_from_the_first_working_day_and_the_next_plan_is_the_first(stage: Stage) -> None:
    case_id = take_over(stage, somebody(stage, 1, TWO_YEARS_AGO))
    trajectory = stage.the_trajectory(case_id)
    assert (trajectory.status, trajectory.clock_start, trajectory.anchor_on, trajectory.clock_confirmed_by) == (
        "LOPEND", TWO_YEARS_AGO, TWO_YEARS_AGO, None,
    )  # fmt: skip
    assert stage.open(case_id) == [] and not stage.plans(case_id), "no plan of a year that is over"
    assert stage.timers(case_id) == {
        "plan_begins": date(2026, 12, 12), "evaluation_opens": date(2028, 8, 12), "term_moment": date(2028, 2, 12),
    }  # fmt: skip
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 0, "nobody is reminded of what was"
    stage.travel(date(2026, 12, 12))
    assert stage.make_plan(case_id).due_on == date(2027, 2, 12)
    assert stage.timers(case_id)["halfway"] > date(2027, 2, 12)


def test_whoever_was_hired_this_week_or_planned_ahead_has_the_plan_he_would_have_had(stage: Stage) -> None:
    starts = date(2026, 2, 23)
    hired = stage.hire(starts)
    new = take_over(stage, somebody(stage, 30, starts))
    assert stage.timers(new) == stage.timers(hired), "as if he had been hired here"
    assert stage.open(new) == stage.open(hired) == ["prepare"]
    assert stage.case(new).variables["plan_due"] == stage.case(hired).variables["plan_due"] == "2026-03-23"
    late = hand_in(stage, somebody(stage, 32, date(2025, 12, 1)))
    assert remarks(rows(late)[0])[0] == (
        "laatste_plan", "Er is geen plan gemeld. Het eerste moest klaar zijn op 01/01/2026: het begint meteen.",
    )  # fmt: skip
    assert stage.open(go(stage, late)) == ["prepare"]
    ahead = take_over(stage, somebody(stage, 31, date(2024, 4, 1), laatste_plan="20/02/2026"))
    assert stage.the_trajectory(ahead).first_plan_on == date(2027, 4, 1), "that of this April is signed"


def test_near_the_end_the_evaluation_begins_at_once_and_nobody_is_reminded_of_what_is_past(stage: Stage) -> None:
    takeover_id = hand_in(stage, somebody(stage, 1, date(2021, 6, 1)))
    (row,) = rows(takeover_id)
    assert row.state == "warned"
    assert remarks(row)[0][0] == "eerste_werkdag" and "31/05/2026" in remarks(row)[0][1]
    case_id = go(stage, takeover_id)
    assert {task.process for task in stage.tasks(case_id)} == {"vdab_evaluation"}
    assert stage.timers(case_id)["term_moment"] == date(2026, 6, 1), "the end itself; its reminders were before"


def test_everything_a_hire_puts_on_record_is_there(stage: Stage) -> None:
    case_id = take_over(
        stage,
        somebody(stage, 1, TWO_YEARS_AGO, uren_per_week="30,4", uren_sinds="01/01/2025", telefoon="+32 9 123 45 67"),
    )
    with db.reading() as session:
        person = session.scalars(select(Person).where(Person.last_name == "Janssens 1")).one()
        employment = session.scalars(select(Employment).where(Employment.person_id == person.id)).one()
        advice = session.scalars(select(Indication).where(Indication.person_id == person.id)).one()
        given = session.scalars(select(Answers).where(Answers.case_id == case_id)).one().values
        roles = set(session.scalars(select(CaseParty.role).where(CaseParty.case_id == case_id)))
    assert (person.coach_id, person.phone) == (stage.coach.user_id, "+32 9 123 45 67")
    assert (employment.starts_on, employment.fraction) == (date(2025, 1, 1), Decimal("0.8000"))
    assert (advice.advised_on, advice.accepted) == (date(2024, 1, 13), None), "nobody checked it here"
    assert given["first_name"] == "Tom" and "national_number" not in given
    assert roles >= {"coach", "employer", "vdab_counsellor", "vdab_expert"}


def test_the_trail_says_who_took_over_whom_and_holds_nothing_of_the_person(stage: Stage) -> None:
    case_id = take_over(stage, somebody(stage, 1, TWO_YEARS_AGO))
    with db.reading() as session:
        entries = session.execute(select(Audit.tag, Audit.case_id, Audit.payload, Audit.actor_id)).all()
    tags = [entry.tag for entry in entries]
    for tag in (Tag.TAKEOVER_HANDED_IN, Tag.TAKEOVER_BEGUN, Tag.PERSON_REGISTERED, Tag.PERSON_TAKEN_OVER):
        assert tags.count(tag) == 1, tag
    assert {e.actor_id for e in entries if e.tag == Tag.PERSON_TAKEN_OVER} == {stage.employer.user_id}
    assert any(e.case_id == case_id for e in entries if e.tag == Tag.PERSON_TAKEN_OVER)
    told = " ".join(str(entry.payload) for entry in entries)
    assert "Janssens" not in told and "900101" not in told
    assert audit.verify().broken_at is None


def test_who_is_in_service_already_is_recognised(stage: Stage) -> None:
    staff = [somebody(stage, nth, TWO_YEARS_AGO) for nth in (1, 2)]
    take_over(stage, staff[0])
    again = hand_in(stage, *staff)
    assert [row.state for row in rows(again)] == ["present", "ready"]
    takeovers.begin(stage.employer, again)
    do_waiting()
    assert [row.state for row in rows(again)] == ["present", "done"]
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Trajectory)) == 2
