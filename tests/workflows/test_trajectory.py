"""One person's whole trajectory: six years of plans and watch, to each destination. The law's clock, then people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app import db
from app.domain.access import Role
from app.domain.calendar import add_months, local_date
from app.domain.errors import AnswersInvalid
from app.models.flow_through import FlowThrough, FlowThroughFollowUp
from app.models.task import Task
from app.models.trajectory import Extension
from app.queries import term as terms
from app.services import cases, messaging, rules
from tests.support.stage import Stage

HIRED = date(2020, 3, 1)  # T01: the last day is 28 February 2025
OPENS = date(2024, 9, 1)  # six months before, the lead that is set
REASONS = "Uit het plan en uit de gesprekken met werkgever en werknemer blijkt dat dit de beste volgende stap is."


@pytest.fixture
def case_id(stage: Stage) -> int:
    return stage.hire(HIRED)


def evaluate(
    stage: Stage, case_id: int, outcome: str, *, stays: str = "NIET", until: str = "", **proposal: object
) -> None:
    """From the opening of the evaluation to its end (or just before the task `until`), in about four weeks."""
    interview = stage.today.replace(day=28)
    stage.do(case_id, "invite", interview_on=interview)
    why = "De werknemer was dat jaar lang ziek."
    stage.do(case_id, "share_plan", plan_on=plan_day(stage, case_id), plan_gaps_reason=why, plan_late_reason=why)
    internal = {"internal_from": interview.replace(year=interview.year + 1), "internal_job": "Fietshersteller"}
    stage.do(case_id, "employer_statement", internal_support=stays, **(internal if stays != "NIET" else {}))
    stage.travel(interview)
    stage.do(case_id, "hear_worker")
    stage.do(case_id, "propose", outcome=outcome, reasons=REASONS, **proposal)
    if "decide" in stage.open(case_id):
        stage.do(case_id, "decide", decision="agree", motive="Ik volg het voorstel van de bemiddelaar.", signed=True)
    else:
        stage.do(case_id, "confirm")
    if until != "record_notice":
        stage.do(case_id, "record_notice")


def plan_day(stage: Stage, case_id: int) -> date:
    """The day of the newest plan; one is made where there is none."""
    signed = [plan.signed_on for plan in stage.plans(case_id) if plan.signed_on]
    if not signed and "prepare" in stage.open(case_id):
        signed = [stage.make_plan(case_id).signed_on]
    return max(day for day in signed if day is not None)


def refer(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "choose_measure", measure="IMW", reasons=REASONS, body="Team individueel maatwerk")
    stage.do(case_id, "inform_body")
    stage.do(case_id, "record_answer", answer="ACCEPTED", starts_on=stage.today)
    stage.later(weeks=6)
    stage.do(case_id, "follow_up", follow_up="GOED", next="done")


def find_a_job(stage: Stage, case_id: int) -> None:
    """The transition track: one internship, hired, aftercare."""
    stage.do(case_id, "choose_provider", provider=str(stage.organisations["brug"]), starts_on=stage.today)
    stage.do(case_id, "release_work", released="yes", release_hours=8)
    stage.later(weeks=3)
    stage.do(case_id, "preparation", step="next")
    stage.later(weeks=4)
    stage.do(case_id, "matching", step="found")
    host, starts_on = str(stage.organisations["fietsen-verbist"]), stage.later(days=3)
    stage.travel(starts_on)
    ends_on = starts_on.replace(day=25)
    stage.do(case_id, "choose_host", host_kind="registered", host=host, starts_on=starts_on, ends_on=ends_on)
    for element in ("sign_worker", "sign_for_worker", "sign_host", "sign_employer"):
        if element in stage.open(case_id):
            stage.do(case_id, element, answer="sign", **({} if "_for_" in element else {"signed": True}))
    stage.travel(starts_on)
    stage.do(case_id, "mid_talk")
    stage.travel(ends_on)
    stage.do(case_id, "host_evaluation", hires="yes")
    stage.do(case_id, "coach_evaluation", result="hired")
    stage.do(case_id, "update_plan")
    first_day = stage.later(days=3)
    stage.do(case_id, "register_hire", support="GEEN", starts_on=first_day, contract_type="ONBEP", hours_week=30)
    stage.later(days=92)
    stage.do(case_id, "aftercare", still_working="yes")


# the watch


def test_people_are_reminded_twelve_nine_and_six_months_before_the_end(stage: Stage, case_id: int) -> None:
    stage.travel(date(2024, 9, 2))
    told = [subject for role, subject in stage.notices(case_id) if role == "vdab_counsellor"]
    assert told == [f"Het traject eindigt over {months} maanden" for months in (12, 9, 6)]
    assert "invite" in stage.open(case_id)


def test_the_evaluation_opens_with_the_lead_that_is_set(stage: Stage, case_id: int) -> None:
    assert stage.timers(case_id)["evaluation_opens"] == OPENS
    ground = "Werkafspraak met VDAB"
    nine_months = rules.NewValue(value="P9M", valid_from=date(2020, 1, 1), source=ground)
    rules.set_value(stage.official, "evaluatie.opentVoorEinde", nine_months)
    other = stage.hire(date(2020, 3, 2))
    assert stage.timers(other)["evaluation_opens"] == date(2024, 6, 2)


def test_plans_and_watch_run_side_by_side_for_years(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)
    for year in (2021, 2022, 2023, 2024):
        stage.travel(date(year, 1, 4))
        assert stage.open(case_id) == ["prepare"]
        assert stage.make_plan(case_id).due_on == date(year, 3, 1)
    assert [plan.year for plan in stage.plans(case_id)] == [1, 2, 3, 4, 5]
    assert set(stage.timers(case_id)) >= {"evaluation_opens", "term_moment"}


def test_when_the_term_passes_people_are_told_and_nothing_is_decided(stage: Stage, case_id: int) -> None:
    stage.travel(date(2025, 3, 3))
    opened = stage.open(case_id)
    assert "term_passed" in opened
    assert "invite" in opened  # the evaluation is still open
    for role in ("vdab_counsellor", "vdab_expert", "wse_official", "employer", "coach"):
        assert (role, "De termijn van het traject is om") in stage.notices(case_id)
    trajectory = stage.the_trajectory(case_id)
    assert (trajectory.extension_months, trajectory.ended_on, trajectory.destination) == (0, None, None)
    assert stage.case(case_id).status == "open"
    stage.do(case_id, "term_passed", ready_by="2025-03-31")
    stage.travel(date(2025, 4, 1))  # a month later it is asked again
    assert "term_passed" in stage.open(case_id)


def test_an_extension_decided_before_the_end_is_no_term_that_passed(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "VERLENGING_6", until="record_notice", extension_months=12)
    stage.travel(date(2025, 3, 3))  # the old end lies behind us; the letter was not handed over yet
    assert "term_passed" not in stage.open(case_id)
    assert ("coach", "De termijn van het traject is om") not in stage.notices(case_id)
    stage.do(case_id, "record_notice")
    assert stage.timers(case_id)["evaluation_opens"] == date(2025, 9, 1)


def test_a_suspension_found_late_takes_the_question_away(stage: Stage, case_id: int) -> None:
    stage.travel(date(2025, 3, 3))
    assert "term_passed" in stage.open(case_id)
    answers = {"kind": "MINISTERIEEL", "starts_on": "2020-03-20", "end_known": "yes", "ends_on": "2020-08-31"}
    suspension = cases.start(stage.coach, "suspension", str(stage.case(case_id).person_id), answers)
    stage.do(suspension, "check_proof", proof="yes", proof_on=stage.today, period_right="yes")
    decision = {"accepted": "yes", "legal_ground": "Besluit van de minister", "stops_clock": "yes"}
    stage.do(suspension, "decide", keeps_compensation="yes", motive="De minister verlengde alle trajecten.", **decision)
    assert "term_passed" not in stage.open(case_id)
    assert stage.timers(case_id)["term_moment"] == date(2025, 8, 13)  # 165 days on, no reminder left but the end


# the destinations


def test_destination_flow_through(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "DOORSTROOMKLAAR")
    assert "choose_provider" in stage.open(case_id)
    assert "prepare" not in stage.open(case_id)  # what was open of a plan lapsed
    find_a_job(stage, case_id)
    view = stage.view(case_id, "close_trajectory")
    job = stage.row(FlowThrough)
    assert view.values["destination"] == "DOORSTROOM"
    assert (job.starts_on - view.values["ended_on"]).days == 1
    stage.do(case_id, "close_trajectory")
    trajectory, case = stage.the_trajectory(case_id), stage.case(case_id)
    assert (trajectory.destination, trajectory.status) == ("DOORSTROOM", "BEEINDIGD")
    assert (case.status, stage.open(case_id)) == ("open", [])  # only the follow-up is still to come
    assert stage.timers(case_id) == {"follow_up_day": add_months(job.starts_on, 6)}


def test_a_new_job_is_followed_up_after_six_and_twelve_months(stage: Stage, case_id: int) -> None:
    job, ended = flow_through(stage, case_id), stage.the_trajectory(case_id).ended_on
    assert [row.months for row in stage.rows(FlowThroughFollowUp) if row.done_on is None] == [6, 12]
    stage.travel(add_months(job.starts_on, 6))
    task = stage.task(case_id, "follow_up")
    assert (task.role, local_date(task.due_at) - stage.today) == ("coach", timedelta(days=14))
    shown = {str(label): value for panel in stage.view(case_id, "follow_up").panels for label, value in panel.rows}
    assert shown["Werkgever"] == job.employer_name and shown["Opvolging na 6 maanden"] == stage.today
    assert list(stage.refused(case_id, "follow_up", still_working="no", lost_reason="")) == ["lost_reason"]
    stage.do(case_id, "follow_up", still_working="yes", remark="Ze werkt er graag.")
    assert stage.timers(case_id) == {"follow_up_day": add_months(job.starts_on, 12)}
    stage.travel(add_months(job.starts_on, 12))
    stage.do(case_id, "follow_up", still_working="yes")
    case = stage.case(case_id)
    assert (case.status, case.end_event, case.next_due) == ("ended", "closed", None)
    heard = [(row.months, row.still_working, row.done_on is not None) for row in stage.rows(FlowThroughFollowUp)]
    assert heard == [(3, True, True), (6, True, True), (12, True, True)]
    assert stage.rows(FlowThroughFollowUp)[1].remark == "Ze werkt er graag."
    assert stage.the_trajectory(case_id).ended_on == ended


def test_a_lost_job_is_not_followed_up_again(stage: Stage, case_id: int) -> None:
    job = flow_through(stage, case_id)
    stage.travel(add_months(job.starts_on, 6))
    stage.do(case_id, "follow_up", still_working="no", lost_reason="Het contract liep af.")
    assert stage.case(case_id).status == "ended"
    assert stage.the_trajectory(case_id).destination == "DOORSTROOM"  # what is heard later changes nothing


def flow_through(stage: Stage, case_id: int) -> FlowThrough:
    """To a job with another employer, the trajectory closed."""
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "DOORSTROOMKLAAR")
    find_a_job(stage, case_id)
    stage.do(case_id, "close_trajectory")
    return stage.row(FlowThrough)


def test_destination_extension_once_then_flow_through(stage: Stage, case_id: int) -> None:  # T08
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "VERLENGING_6", extension_months=12)
    assert stage.row(Extension).months == 12
    assert stage.the_trajectory(case_id).status == "VERLENGD"
    with db.reading() as session:
        view = terms.of_person(session, stage.case(case_id).person_id or 0)
        assert view is not None
        assert (view.term.last_day, view.years) == (date(2026, 2, 28), 6)
    assert stage.timers(case_id)["evaluation_opens"] == date(2025, 9, 1)
    assert stage.timers(case_id)["term_moment"] == date(2025, 3, 1)  # twelve months before the new end
    stage.travel(date(2025, 9, 1))
    assert "invite" in stage.open(case_id)
    assert ("coach", "De termijn van het traject is om") not in stage.notices(case_id)
    stage.do(case_id, "invite", interview_on="2025-09-29")
    stage.do(case_id, "share_plan", plan_on=plan_day(stage, case_id), plan_gaps_reason="Ziekte van de coach.")
    stage.do(case_id, "employer_statement", internal_support="NIET")
    stage.travel(date(2025, 9, 29))
    stage.do(case_id, "hear_worker")
    refused = stage.refused(case_id, "propose", outcome="VERLENGING_6", reasons=REASONS, extension_months=12)
    assert "al verlengd" in " ".join(refused.values())  # a second extension
    stage.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=REASONS)
    stage.do(case_id, "confirm")
    stage.do(case_id, "record_notice")
    find_a_job(stage, case_id)
    stage.do(case_id, "close_trajectory")
    assert stage.the_trajectory(case_id).destination == "DOORSTROOM"


def test_destination_internal(stage: Stage, case_id: int) -> None:  # T14
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "INTERN", stays="GEEN", internal_from="2025-01-01", internal_support="GEEN")
    assert stage.open(case_id) == ["register_internal"]
    refused = stage.refused(case_id, "register_internal", support="MEER", starts_on="2025-01-01", job="Fietshersteller")
    assert list(refused) == ["support"]
    stage.do(case_id, "register_internal", support="GEEN", starts_on="2025-01-01", job="Fietshersteller")
    view = stage.view(case_id, "close_trajectory")
    assert (view.values["destination"], view.values["ended_on"]) == ("INTERN", date(2024, 12, 31))
    stage.do(case_id, "close_trajectory")
    assert stage.the_trajectory(case_id).destination == "INTERN"
    assert stage.row(FlowThrough).internal is True
    assert stage.timers(case_id) == {"follow_up_day": date(2025, 4, 1)}  # nobody's aftercare: after three months too


def test_destination_referral(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "PASSENDE_MAATREGEL", measures=["IMW"])
    refer(stage, case_id)
    assert stage.view(case_id, "close_trajectory").values["destination"] == "ANDERE_MAATREGEL"
    stage.do(case_id, "close_trajectory")
    assert stage.the_trajectory(case_id).destination == "ANDERE_MAATREGEL"
    assert stage.case(case_id).end_event == "closed"  # there is no new job to follow up


def test_destination_referral_after_a_track_without_job(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "DOORSTROOMKLAAR")
    stage.do(case_id, "choose_provider", provider=str(stage.organisations["brug"]), starts_on=stage.today)
    stage.do(case_id, "release_work", released="no", reason="De productie laat het dit jaar niet toe.")
    stage.do(case_id, "settle_release", released="no", reason="Er komt geen afspraak met de werkgever.")
    assert "choose_measure" in stage.open(case_id)
    refer(stage, case_id)
    stage.do(case_id, "close_trajectory")
    assert stage.the_trajectory(case_id).destination == "ANDERE_MAATREGEL"


def test_an_early_end_can_still_be_reported_during_the_track(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "DOORSTROOMKLAAR")
    messaging.send(stage.coach, case_id, "early_end")
    stage.do(case_id, "report", step="withdraw", withdraw_reason="Toch niet: het was een misverstand.")
    assert "choose_provider" in stage.open(case_id)  # back where it was, not at the beginning
    messaging.send(stage.coach, case_id, "early_end")
    stage.do(
        case_id, "report", step="end", code="ONTSLAG_WN", ends_on=stage.today,
        explanation="De werknemer nam zelf ontslag.", what_next="Zoekt zelf een job.",
    )  # fmt: skip
    stage.do(case_id, "inform_person", informed_on=stage.today, appeal_told=True)
    stage.do(case_id, "confirm", right="yes", contract_continues="ended")
    stage.do(case_id, "take_note", noted=True)
    assert stage.case(case_id).end_event == "ended_early"


# closing


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"ended_on": "2020-02-01"}, "ended_on"),
        ({"destination": "VROEGTIJDIG"}, "destination"),
        ({"destination": "GEEN", "note": ""}, "note"),
    ],
)
def test_what_is_wrong_at_closing_is_said_at_its_field(
    stage: Stage, case_id: int, changed: dict[str, str], field: str
) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "PASSENDE_MAATREGEL", measures=["IMW"])
    refer(stage, case_id)
    assert list(stage.refused(case_id, "close_trajectory", **changed)) == [field]


def test_a_person_can_start_again_after_his_trajectory_ended(stage: Stage, case_id: int) -> None:
    number = stage.registered
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "INTERN", stays="GEEN", internal_from="2025-01-01", internal_support="GEEN")
    stage.do(case_id, "register_internal", support="GEEN", starts_on="2025-01-01")
    stage.registered = number - 1
    with pytest.raises(AnswersInvalid):
        stage.register()
    stage.do(case_id, "close_trajectory")
    stage.registered = number - 1
    again = stage.register()
    assert stage.case(again).person_id == stage.case(case_id).person_id
    stage.do(again, "check_advice", advice_answer="valid", icf_result="JA")
    known = stage.view(again, "contract").values
    assert known["worked_before"] == "yes"  # time used before is not asked again
    assert [(row["from_on"], row["until_on"]) for row in known["earlier"]] == [(HIRED, date(2024, 12, 31))]


def test_every_task_of_a_trajectory_has_somebody_to_do_it(stage: Stage, case_id: int) -> None:
    stage.travel(OPENS)
    stage.make_plan(case_id)
    evaluate(stage, case_id, "DOORSTROOMKLAAR")
    find_a_job(stage, case_id)
    stage.do(case_id, "close_trajectory")
    tasks = stage.rows(Task)
    assert {Role(task.role) for task in tasks if task.organisation_id is None} == set()
    assert len({task.element for task in tasks}) > 20
