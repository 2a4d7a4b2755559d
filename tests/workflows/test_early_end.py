"""Early end: reported, told, confirmed by another person, noted; or withdrawn, and the trajectory goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import db
from app.domain.errors import NotAllowed, NothingWaits
from app.domain.identifiers import synthetic_enterprise_number
from app.models.case import Case
from app.models.early_end import EarlyEnd
from app.models.flow_through import FlowThrough, FlowThroughFollowUp
from app.models.user import User
from app.services import messaging
from tests.support.stage import Stage

HIRED = date(2021, 3, 1)
TODAY = date(2022, 6, 1)
REPORT = {
    "step": "end",
    "code": "ONDERLING",
    "ends_on": "2022-06-30",
    "explanation": "Amina en de onderneming spraken af om te stoppen.",
    "what_next": "Amina zoekt met VDAB een andere job.",
}


@pytest.fixture
def case_id(stage: Stage) -> int:
    made = stage.hire(HIRED)
    stage.travel(TODAY)
    messaging.send(stage.coach, made, "early_end")
    return made


def tell(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "inform_person", informed_on=stage.today, appeal_told=True)


# the way it goes


def test_an_early_end_is_told_confirmed_and_noted(stage: Stage, case_id: int) -> None:
    assert stage.open(case_id) == ["report"]  # the open plan lapsed with the trajectory
    stage.do(case_id, "report", **REPORT)
    tell(stage, case_id)
    stage.do(case_id, "confirm", right="yes", contract_continues="ended")
    view = stage.view(case_id, "take_note")
    assert (view.values["destination"], view.values["ended_on"]) == ("VROEGTIJDIG", date(2022, 6, 30))
    stage.do(case_id, "take_note", noted=True)
    trajectory, case = stage.the_trajectory(case_id), stage.case(case_id)
    assert (trajectory.status, trajectory.destination, trajectory.ended_on) == (
        "BEEINDIGD", "VROEGTIJDIG", date(2022, 6, 30),
    )  # fmt: skip
    assert (case.status, case.end_event) == ("ended", "ended_early")
    assert ("vdab_counsellor", "Het traject is vroegtijdig gestopt") in stage.notices(case_id)


def test_early_flow_through_points_at_the_job(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", **REPORT | {"code": "DOORSTROOM_VROEG"})
    tell(stage, case_id)
    stage.do(case_id, "confirm", right="yes", contract_continues="changed")
    assert stage.view(case_id, "take_note").values["destination"] == "DOORSTROOM"


# the new job after an early end

NEW_JOB = {
    "employer_name": "Fietsen Verbist",
    "employer_number": synthetic_enterprise_number(7),
    "job": "Fietshersteller",
    "job_starts_on": "2022-07-01",
    "support": "GEEN",
}


def to_the_official(stage: Stage, case_id: int, code: str) -> None:
    """Report an end with this reason, up to the task of the official."""
    stage.do(case_id, "report", **REPORT | {"code": code})
    tell(stage, case_id)
    stage.do(case_id, "confirm", right="yes", contract_continues="changed" if code == "DOORSTROOM_VROEG" else "ended")


def test_an_early_flow_through_is_followed_up_like_one_from_the_track(stage: Stage, case_id: int) -> None:
    to_the_official(stage, case_id, "DOORSTROOM_VROEG")
    assert stage.view(case_id, "take_note").values["job_starts_on"] == date(2022, 7, 1)
    stage.do(case_id, "take_note", noted=True, **NEW_JOB)
    job = stage.row(FlowThrough)
    assert (job.employer_name, job.counts, job.internal) == ("Fietsen Verbist", True, False)
    assert [row.months for row in stage.rows(FlowThroughFollowUp)] == [3, 6, 12]
    for due in (date(2022, 10, 1), date(2023, 1, 1), date(2023, 7, 1)):
        assert (stage.case(case_id).status, stage.timers(case_id)) == ("open", {"follow_up_day": due})
        stage.travel(due)
        stage.do(case_id, "follow_up", still_working="yes")
    case, trajectory = stage.case(case_id), stage.the_trajectory(case_id)
    assert (case.status, case.end_event) == ("ended", "closed")
    assert (trajectory.destination, trajectory.ended_on) == ("DOORSTROOM", date(2022, 6, 30))


def test_who_stays_with_his_employer_after_an_early_end_is_followed_up_there(stage: Stage, case_id: int) -> None:
    to_the_official(stage, case_id, "DOORSTROOM_VROEG")
    stays = {"destination": "INTERN", "job": "Fietshersteller", "job_starts_on": "2022-07-01", "support": "MINDER"}
    stage.do(case_id, "take_note", noted=True, **stays)
    job = stage.row(FlowThrough)
    assert (job.internal, job.employer_id, job.support) == (True, stage.organisations["schakel"], "MINDER")
    assert stage.timers(case_id) == {"follow_up_day": date(2022, 10, 1)}


def test_an_early_end_without_a_new_job_is_not_followed_up(stage: Stage, case_id: int) -> None:
    to_the_official(stage, case_id, "ONDERLING")
    stage.do(case_id, "take_note", noted=True)
    assert (stage.rows(FlowThrough), stage.case(case_id).end_event) == ([], "ended_early")


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"employer_number": "0123456789"}, "employer_number"),
        ({"support": "EVENVEEL"}, "support"),  # decree art. 3, 2°: less support, or none
        ({"job_starts_on": "2022-06-30"}, "job_starts_on"),  # the last day of the trajectory
        ({"job": ""}, "job"),
    ],
)
def test_what_is_wrong_in_a_new_job_is_said_at_its_field(
    stage: Stage, case_id: int, changed: dict[str, str], field: str
) -> None:
    to_the_official(stage, case_id, "DOORSTROOM_VROEG")
    assert list(stage.refused(case_id, "take_note", noted=True, **NEW_JOB | changed)) == [field]


def test_nobody_is_sent_to_inform_the_dead(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", **REPORT | {"code": "OVERLIJDEN"})
    assert stage.open(case_id) == ["confirm"]


# back and withdrawn


def test_a_withdrawn_report_lets_the_trajectory_go_on_with_its_plan_and_its_watch(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", step="withdraw", withdraw_reason="Het misverstand is uitgepraat.")
    assert stage.open(case_id) == ["prepare"]
    assert stage.timers(case_id)["evaluation_opens"] == date(2025, 9, 1)
    assert stage.case(case_id).waits_for.count("early_end") == 1
    assert stage.the_trajectory(case_id).status == "LOPEND"
    messaging.send(stage.employer, case_id, "early_end")  # and it can be reported again
    stage.do(case_id, "report", **REPORT)
    assert [row.withdrawn_on for row in stage.rows(EarlyEnd)] == [TODAY, None]


def test_what_does_not_hold_goes_back_to_be_mended(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", **REPORT)
    tell(stage, case_id)
    stage.do(case_id, "confirm", right="no", motive="De laatste dag is 15 juli.")
    view = stage.view(case_id, "report")
    assert (view.values["code"], view.values["ends_on"]) == ("ONDERLING", date(2022, 6, 30))
    assert any(panel.text == "De laatste dag is 15 juli." for panel in view.panels)


# what is refused


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"ends_on": "2021-02-28"}, "ends_on"),
        ({"ends_on": "2026-02-28"}, "ends_on"),
        ({"code": "ZOMAAR"}, "code"),
        ({"explanation": ""}, "explanation"),
        ({"code": "OMZETTING_CMW", "no_dismissal": False}, "no_dismissal"),  # T26
    ],
)
def test_what_is_wrong_in_a_report_is_said_at_its_field(
    stage: Stage, case_id: int, changed: dict[str, Any], field: str
) -> None:
    assert list(stage.refused(case_id, "report", **REPORT | changed)) == [field]


def test_a_conversion_is_no_dismissal(stage: Stage, case_id: int) -> None:  # T26
    stage.do(case_id, "report", **REPORT | {"code": "OMZETTING_CMW", "no_dismissal": True})
    tell(stage, case_id)
    refused = stage.refused(case_id, "confirm", right="yes", contract_continues="ended")
    assert "hoort geen ontslag" in refused["contract_continues"]


def test_a_dismissal_is_not_confirmed_while_the_contract_goes_on(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", **REPORT | {"code": "ONTSLAG_WG"})
    tell(stage, case_id)
    assert list(stage.refused(case_id, "confirm", right="yes", contract_continues="yes")) == ["contract_continues"]


def test_who_reported_does_not_confirm(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "report", **REPORT)
    tell(stage, case_id)
    with db.transaction() as session:
        session.get_one(User, stage.employer.user_id).same_person_as = stage.coach.user_id
    with pytest.raises(NotAllowed):
        stage.do(case_id, "confirm", right="yes", contract_continues="ended")


def test_an_end_cannot_be_reported_twice_at_once(stage: Stage, case_id: int) -> None:
    with pytest.raises(NothingWaits):
        messaging.send(stage.coach, case_id, "early_end")


def test_only_coach_and_enterprise_report_an_end(stage: Stage) -> None:
    made = stage.hire(HIRED)
    with pytest.raises(NotAllowed):
        messaging.send(stage.counsellor, made, "early_end")
    with db.reading() as session:
        assert session.get_one(Case, made).status == "open"
