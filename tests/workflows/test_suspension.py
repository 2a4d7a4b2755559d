"""Suspension: reported, proved, decided by a person; the legal end follows and the watch is set anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from app import db
from app.domain.calendar import local_date
from app.domain.errors import AnswersInvalid, NotAllowed
from app.models.audit import Audit
from app.models.suspension import Suspension
from app.models.user import User
from app.queries import term as terms
from app.services import cases
from tests.support.stage import Stage

HIRED = date(2020, 3, 1)
GROUND = "BVR van 19 december 2014, artikel 20"
MOTIVE = "Meer dan zes maanden volledig afwezig, met attest."


@pytest.fixture
def trajectory(stage: Stage) -> int:
    return stage.hire(HIRED)


def report(
    stage: Stage, trajectory: int, first: str = "2022-05-10", last: str | None = "2022-11-09", **more: Any
) -> int:
    answers: dict[str, Any] = {"kind": "ARBEIDSONGESCHIKT_LANGDURIG", "starts_on": first}
    answers |= {"end_known": "yes", "ends_on": last} if last else {"end_known": "no"}
    person = str(stage.case(trajectory).person_id)
    return cases.start(stage.coach, "suspension", person, answers | more)


def prove(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "check_proof", proof="yes", proof_on=stage.today, period_right="yes")


def accept(stage: Stage, case_id: int, stops: str = "yes") -> None:
    decision = {"accepted": "yes", "legal_ground": GROUND, "stops_clock": stops, "keeps_compensation": "yes"}
    stage.do(case_id, "decide", motive=MOTIVE, **decision)


def last_day(stage: Stage, trajectory: int) -> date:
    with db.reading() as session:
        view = terms.of_person(session, stage.case(trajectory).person_id or 0)
        assert view is not None
        return view.term.last_day


# the way it goes


def test_accepted_days_prolong_the_term_and_the_watch_is_set_anew(stage: Stage, trajectory: int) -> None:  # T03
    stage.travel(date(2022, 11, 14))
    assert stage.timers(trajectory)["evaluation_opens"] == date(2024, 9, 1)
    assert stage.timers(trajectory)["term_moment"] == date(2024, 3, 1)
    case_id = report(stage, trajectory)
    prove(stage, case_id)
    accept(stage, case_id)
    assert last_day(stage, trajectory) == date(2025, 8, 31)
    assert stage.timers(trajectory)["evaluation_opens"] == date(2025, 3, 1)
    assert stage.timers(trajectory)["term_moment"] == date(2024, 9, 1)
    assert (stage.case(case_id).status, stage.case(case_id).end_event) == ("ended", "ended_known")
    assert ("coach", "De termijn is opnieuw berekend") in stage.notices(case_id)
    assert stage.the_trajectory(trajectory).status == "LOPEND"  # it is over already


def test_the_official_sees_both_ends_and_decides_that_the_clock_runs_on(stage: Stage, trajectory: int) -> None:  # T03
    stage.travel(date(2022, 11, 14))
    case_id = report(stage, trajectory)
    prove(stage, case_id)
    view = stage.view(case_id, "decide")
    both = [value for panel in view.panels for label, value in panel.rows if str(label).startswith("Laatste dag als")]
    assert both == [date(2025, 2, 28), date(2025, 8, 31)]
    assert any("niet bevestigd" in str(panel.text) for panel in view.panels)
    assert view.values.get("stops_clock") is None
    accept(stage, case_id, stops="no")
    assert last_day(stage, trajectory) == date(2025, 2, 28)
    with db.reading() as session:
        view_of_term = terms.of_person(session, stage.case(trajectory).person_id or 0)
        assert view_of_term is not None
        assert view_of_term.term.other_last_days == (date(2025, 8, 31),)  # said to be unconfirmed


def test_an_end_that_comes_later_is_confirmed_by_two_people(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 6, 1))
    case_id = report(stage, trajectory, last=None, expected_on="2022-09-30")
    prove(stage, case_id)
    accept(stage, case_id)
    assert stage.the_trajectory(trajectory).status == "GESCHORST"
    assert last_day(stage, trajectory) == date(2025, 7, 22)  # with the 144 days expected so far
    stage.travel(date(2022, 9, 30))
    assert ("coach", "Is de schorsing voorbij?") in stage.notices(case_id)
    stage.do(case_id, "confirm_end", over="no", expected_on="2022-12-31")
    assert stage.open(case_id) == ["confirm_end"]
    stage.travel(date(2022, 11, 10))
    stage.do(case_id, "confirm_end", over="yes", ends_on="2022-11-09")
    stage.do(case_id, "accept_end", right="no", motive="Het attest loopt tot 11 november.")
    assert stage.row(Suspension).ends_on is None
    stage.do(case_id, "confirm_end", over="yes", ends_on="2022-11-09")
    stage.do(case_id, "accept_end", right="yes")
    assert stage.row(Suspension).ends_on == date(2022, 11, 9)
    assert last_day(stage, trajectory) == date(2025, 8, 31)
    assert stage.timers(trajectory)["evaluation_opens"] == date(2025, 3, 1)
    assert stage.the_trajectory(trajectory).status == "LOPEND"
    assert stage.case(case_id).end_event == "ended"


def test_days_in_two_suspensions_of_different_kinds_count_once(stage: Stage) -> None:  # T05
    trajectory = stage.hire(date(2019, 10, 1))
    stage.travel(date(2020, 9, 7))
    for first, last, kind in (
        ("2020-02-01", "2020-06-30", "ARBEIDSONGESCHIKT_LANGDURIG"),
        ("2020-03-20", "2020-08-31", "MINISTERIEEL"),
    ):
        case_id = report(stage, trajectory, first, last, kind=kind)
        prove(stage, case_id)
        accept(stage, case_id)
    assert last_day(stage, trajectory) == date(2025, 5, 1)


# open tasks meanwhile (docs/decisions/0019)


def due_of(stage: Stage, case_id: int) -> date:
    """The day the plan must be prepared."""
    due_at = stage.task(case_id, "prepare").due_at
    assert due_at is not None
    return local_date(due_at)


def test_t10_open_tasks_wait_and_their_dates_move_with_the_suspended_days(stage: Stage, trajectory: int) -> None:
    opened, due = stage.today, due_of(stage, trajectory)
    expected = (opened + timedelta(days=29)).isoformat()
    case_id = report(stage, trajectory, opened.isoformat(), last=None, expected_on=expected)
    prove(stage, case_id)
    assert due_of(stage, trajectory) == due  # a report alone moves nothing
    accept(stage, case_id)
    assert due_of(stage, trajectory) == due + timedelta(days=30)
    assert stage.view(trajectory, "prepare").row.paused
    stage.travel(opened + timedelta(days=30))
    stage.do(case_id, "confirm_end", over="yes", ends_on=opened + timedelta(days=9))  # earlier than was expected
    assert due_of(stage, trajectory) == due + timedelta(days=30)
    stage.do(case_id, "accept_end", right="yes")
    assert due_of(stage, trajectory) == due + timedelta(days=10)
    assert not stage.view(trajectory, "prepare").row.paused
    assert stage.task(trajectory, "prepare").sort_at == stage.task(trajectory, "prepare").due_at
    with db.reading() as session:
        told = [orjson.loads(each) for each in session.scalars(select(Audit.payload).where(Audit.tag == "fact:set"))]
    moves = [(each["before"], each["after"]) for each in told if each["what"] == "due_at"]
    assert len(moves) == 2 and moves[0][1] == moves[1][0]


def test_a_task_that_opens_meanwhile_waits_too_and_moves_when_the_end_is_confirmed(
    stage: Stage, trajectory: int
) -> None:
    began = stage.today
    case_id = report(
        stage, trajectory, began.isoformat(), last=None, expected_on=(began + timedelta(days=59)).isoformat()
    )
    prove(stage, case_id)
    accept(stage, case_id)
    stage.travel(began + timedelta(days=10))
    stage.do(trajectory, "prepare")
    as_set = local_date(stage.task(trajectory, "talk").due_at)
    assert stage.view(trajectory, "talk").row.paused
    stage.travel(began + timedelta(days=30))
    stage.do(case_id, "confirm_end", over="yes", ends_on=began + timedelta(days=29))
    stage.do(case_id, "accept_end", right="yes")
    assert local_date(stage.task(trajectory, "talk").due_at) - as_set == timedelta(
        days=20
    )  # of the 30, those it was open
    assert not stage.view(trajectory, "talk").row.paused


def test_a_due_date_never_moves_past_the_legal_end(stage: Stage, trajectory: int) -> None:
    first, last = stage.today.isoformat(), "2026-12-31"
    case_id = report(stage, trajectory, first, last=last)
    prove(stage, case_id)
    accept(stage, case_id, stops="no")  # the term runs on
    assert due_of(stage, trajectory) == last_day(stage, trajectory)


# what goes otherwise


def test_without_proof_the_coach_mends_the_report(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 11, 14))
    case_id = report(stage, trajectory)
    stage.do(case_id, "check_proof", proof="no", remark="Er is alleen een attest tot 31 oktober.")
    view = stage.view(case_id, "correct_report")
    assert view.values["ends_on"] == date(2022, 11, 9)
    assert any(panel.text == "Er is alleen een attest tot 31 oktober." for panel in view.panels)
    stage.do(case_id, "correct_report", step="again", end_known="yes", ends_on="2022-10-31")
    assert stage.open(case_id) == ["check_proof"]
    assert stage.row(Suspension).ends_on == date(2022, 10, 31)


def test_a_withdrawn_report_counts_for_nothing(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 11, 14))
    case_id = report(stage, trajectory)
    stage.do(case_id, "check_proof", proof="no", remark="Er is geen attest.")
    stage.do(case_id, "correct_report", step="withdraw", reason="Verkeerde persoon gekozen.")
    assert stage.case(case_id).end_event == "report_withdrawn"
    assert last_day(stage, trajectory) == date(2025, 2, 28)


def test_a_refused_suspension_leaves_the_term_as_it_was(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 11, 14))
    case_id = report(stage, trajectory)
    prove(stage, case_id)
    stage.do(case_id, "decide", accepted="no", motive="De periode is te kort om te tellen.")
    assert last_day(stage, trajectory) == date(2025, 2, 28)
    assert ("coach", "Schorsing niet aanvaard") in stage.notices(case_id)
    assert stage.case(case_id).end_event == "refused"


def test_who_confirmed_the_proof_does_not_decide(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 11, 14))
    case_id = report(stage, trajectory)
    prove(stage, case_id)
    with db.transaction() as session:
        session.get_one(User, stage.official.user_id).same_person_as = stage.employer.user_id
    with pytest.raises(NotAllowed):
        accept(stage, case_id)


@pytest.mark.parametrize(
    "first, last, more, field, said",
    [
        ("2022-11-09", "2022-05-10", {}, "ends_on", ""),
        ("2020-02-01", "2020-02-20", {}, "starts_on", "voor de start van de klok (01/03/2020)"),
        ("2022-06-01", "2022-06-10", {}, "starts_on", "overlapt met de schorsing van 10/05/2022"),
        ("2022-12-01", None, {}, "expected_on", ""),
        ("2022-12-01", "2022-12-10", {"kind": "VAKANTIE"}, "kind", ""),
    ],
)
def test_what_is_wrong_in_a_report_is_said_at_its_field(
    stage: Stage, trajectory: int, first: str, last: str | None, more: dict[str, Any], field: str, said: str
) -> None:
    stage.travel(date(2022, 11, 14))
    report(stage, trajectory)
    with pytest.raises(AnswersInvalid) as refusal:
        report(stage, trajectory, first, last, **more)
    assert list(refusal.value.errors) == [field]
    assert said in str(refusal.value.errors[field][0])
    assert len(stage.rows(Suspension)) == 1


def test_an_end_before_the_start_of_the_suspension_is_refused(stage: Stage, trajectory: int) -> None:
    stage.travel(date(2022, 6, 1))
    case_id = report(stage, trajectory, last=None, expected_on="2022-09-30")
    prove(stage, case_id)
    accept(stage, case_id)
    refused = stage.refused(case_id, "confirm_end", over="yes", ends_on="2022-05-01")
    assert refused == {"ends_on": "Het einde ligt voor het begin van de schorsing (10/05/2022)."}


def test_without_running_clock_there_is_nothing_to_suspend(stage: Stage) -> None:
    stage.travel(HIRED)
    waiting = stage.register()
    with pytest.raises(AnswersInvalid) as refusal:
        report(stage, waiting)
    assert str(refusal.value.errors[""][0]) == "De klok van dit traject loopt nog niet: de aanwerving is niet klaar."
