"""The transition track: phases within their maxima, hours, refusals, internships, the new job, the aftercare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app import db
from app.domain.access import Role
from app.models.flow_through import FlowThrough, FlowThroughFollowUp
from app.models.internship import Internship
from app.models.suspension import Suspension
from app.models.track import Track, TrackHours, TrackPhase
from app.models.trajectory import Trajectory
from tests.support.field import Field, publish

SIGNED = {"answer": "sign", "signed": True}


@pytest.fixture
def case_id(field: Field, tmp_path) -> int:
    field.travel(date(2025, 3, 1))
    publish(tmp_path, "transition_track", "internship")
    return field.start("transition_track", field.counsellor)


def begun(field: Field, case_id: int) -> None:
    field.do(case_id, "choose_provider", provider=str(field.organisations["brug"]))
    field.do(case_id, "release_work", released="yes", release_hours=8)


def in_matching(field: Field, case_id: int, ended_on: date = date(2025, 3, 31)) -> None:
    begun(field, case_id)
    field.travel(ended_on)
    field.do(case_id, "preparation", step="next")


def intern(field: Field, case_id: int, starts_on: date, ends_on: date, result: str, **answers: object) -> None:
    """From «found» to the internship's result and the plan updated."""
    field.do(case_id, "matching", step="found")
    host = str(field.organisations["fietsen-verbist"])
    field.do(case_id, "choose_host", host_kind="registered", host=host, starts_on=starts_on, ends_on=ends_on, **answers)
    for element in ("sign_worker", "sign_host", "sign_employer"):
        field.do(case_id, element, **SIGNED)
    field.travel(starts_on)
    field.do(case_id, "mid_talk")
    field.travel(ends_on)
    field.do(case_id, "host_evaluation", hires="yes" if result == "hired" else "no")
    reason = {} if result == "hired" else {"result_reason": "De zaak sluit volgend jaar."}
    field.do(case_id, "coach_evaluation", result=result, **reason)
    field.do(case_id, "update_plan")


def hire(field: Field, case_id: int, support: str = "GEEN", starts_on: date = date(2025, 7, 1)) -> None:
    field.do(case_id, "register_hire", support=support, starts_on=starts_on, contract_type="ONBEP", hours_week=30)


def phases(field: Field) -> list[tuple[str, date, date, date | None]]:
    return [(row.phase, row.started_on, row.ends_by, row.ended_on) for row in field.rows(TrackPhase)]


def test_from_choice_to_flow_through(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    field.travel(date(2025, 5, 2))
    intern(field, case_id, date(2025, 5, 12), date(2025, 6, 27), "hired")
    hire(field, case_id)
    assert field.open(case_id) == []
    field.travel(date(2025, 7, 1))
    assert field.open(case_id) == ["aftercare"]
    field.travel(date(2025, 9, 30))
    field.do(case_id, "aftercare", still_working="yes")
    case, track, job = field.case(case_id), field.row(Track), field.row(FlowThrough)
    assert (case.status, case.end_event, case.variables["track_outcome"]) == ("ended", "flowed_through", "hired")
    assert (track.outcome, track.ended_on) == ("hired", date(2025, 9, 30))
    assert (job.counts, job.employer_name, job.employer_id) == (
        True,
        "Fietsen Verbist",
        field.organisations["fietsen-verbist"],
    )
    followed_up = {row.months: row.still_working for row in field.rows(FlowThroughFollowUp)}
    assert followed_up == {3: True, 6: None, 12: None}


def test_the_phases_chain_with_their_maxima(field: Field, case_id: int) -> None:  # T11
    begun(field, case_id)
    assert phases(field) == [("VOORTRAJECT", date(2025, 3, 1), date(2025, 3, 31), None)]
    field.travel(date(2025, 4, 2))
    field.do(case_id, "preparation", step="next")
    assert phases(field)[1] == ("JOBMATCHING", date(2025, 4, 1), date(2025, 6, 30), None)
    task = field.task(case_id, "matching")
    assert task.due_at is not None and task.due_at.date().isoformat() in ("2025-06-29", "2025-06-30")
    field.travel(date(2025, 6, 20))
    intern(field, case_id, date(2025, 7, 1), date(2025, 9, 30), "hired")
    hire(field, case_id, starts_on=date(2025, 10, 1))
    field.travel(date(2025, 10, 1))
    assert [row[:3] for row in phases(field)[2:]] == [
        ("STAGE", date(2025, 7, 1), date(2025, 9, 30)),
        ("NAZORG", date(2025, 10, 1), date(2025, 12, 31)),
    ]


def test_a_phase_over_its_maximum_is_refused_at_the_field(field: Field, case_id: int) -> None:
    begun(field, case_id)
    field.travel(date(2025, 4, 3))
    refused = field.refused(case_id, "preparation", step="next", ended_on="2025-04-01")
    assert refused == {"ended_on": "Het voortraject duurt dan te lang. De laatste dag kan ten laatste 31/03/2025 zijn."}
    assert field.view(case_id, "preparation").values["ended_on"] == date(2025, 3, 31)
    assert "voor de start" in field.refused(case_id, "preparation", step="next", ended_on="2025-02-28")["ended_on"]


def test_hours_count_against_an_average_that_is_no_limit(field: Field, case_id: int) -> None:
    begun(field, case_id)
    days = [{"on_day": f"2025-03-{day:02}", "hours": 12, "what": "Sollicitatietraining"} for day in range(1, 16)]
    field.travel(date(2025, 3, 20))
    field.do(case_id, "preparation", step="next", hours=days)
    assert sum(row.hours for row in field.rows(TrackHours)) == Decimal(180)
    (hours,) = [panel for panel in field.view(case_id, "matching").panels if str(panel.title) == "Uren"]
    assert "180" in str(hours.text) and "140" in str(hours.text) and "geen grens" in str(hours.text)


def test_hours_before_the_track_or_to_come_are_refused_on_their_row(field: Field, case_id: int) -> None:
    begun(field, case_id)
    rows = [
        {"on_day": "2025-03-01", "hours": 2, "what": "Kennismaking"},
        {"on_day": "2025-02-28", "hours": 2, "what": "Te vroeg"},
        {"on_day": "2025-03-02", "hours": 2, "what": "Morgen"},
    ]
    refused = field.refused(case_id, "preparation", step="next", hours=rows)
    assert set(refused) == {"hours-1-on_day", "hours-2-on_day"}
    assert field.rows(TrackHours) == []


def test_a_refusal_goes_to_a_person_who_lets_it_go_on(field: Field, case_id: int) -> None:
    begun(field, case_id)
    field.do(case_id, "preparation", step="refused", refusal_motive="Ik vind solliciteren te zwaar nu.")
    assert field.open(case_id) == ["refusal_preparation"]
    task = field.task(case_id, "refusal_preparation")
    assert (task.role, task.priority) == (Role.VDAB_COUNSELLOR, 70)
    assert "te zwaar" in str(field.view(case_id, "refusal_preparation").panels[0].text)
    field.do(case_id, "refusal_preparation", decision="continue", motive="Samen trager verder gaan lukt wel.")
    assert field.open(case_id) == ["preparation"]
    assert phases(field) == [("VOORTRAJECT", date(2025, 3, 1), date(2025, 3, 31), None)]
    field.do(case_id, "preparation", step="next")
    assert field.open(case_id) == ["matching"]


@pytest.mark.parametrize("phase", ["preparation", "matching"])
def test_a_refusal_may_end_the_track(field: Field, case_id: int, phase: str) -> None:
    begun(field, case_id) if phase == "preparation" else in_matching(field, case_id)
    field.do(case_id, phase, step="refused", refusal_motive="Ik wil bij mijn werkgever blijven.")
    field.do(case_id, f"refusal_{phase}", decision="stop", motive="Na twee gesprekken blijft het nee.")
    case, track = field.case(case_id), field.row(Track)
    assert (case.status, case.variables["track_outcome"]) == ("ended", "refused")
    assert (track.outcome, track.refusal_motive) == ("refused", "Ik wil bij mijn werkgever blijven.")
    assert all(row.ended_on is not None for row in field.rows(TrackPhase))


def test_a_refusal_needs_its_motive(field: Field, case_id: int) -> None:
    begun(field, case_id)
    assert "refusal_motive" in field.refused(case_id, "preparation", step="refused", refusal_motive="")


def test_without_release_a_person_talks_to_the_employer(field: Field, case_id: int) -> None:
    field.do(case_id, "choose_provider", provider=str(field.organisations["brug"]))
    field.do(case_id, "release_work", released="no", reason="Er is te veel werk deze maand.")
    assert field.open(case_id) == ["settle_release"]
    assert "te veel werk" in str(field.view(case_id, "settle_release").panels[0].text)
    field.do(case_id, "settle_release", released="yes", release_hours=4)
    assert field.open(case_id) == ["preparation"]
    assert field.row(Track).release_hours == Decimal(4)


def test_without_any_release_the_track_does_not_start(field: Field, case_id: int) -> None:
    field.do(case_id, "choose_provider", provider=str(field.organisations["brug"]))
    field.do(case_id, "release_work", released="no", reason="Er is te veel werk deze maand.")
    field.do(case_id, "settle_release", released="no", reason="De werkgever blijft weigeren.")
    case = field.case(case_id)
    assert (case.end_event, case.variables["track_outcome"]) == ("no_release", "not_hired")


def test_the_provider_does_the_work_from_now_on(field: Field, case_id: int) -> None:
    refused = field.refused(
        case_id,
        "choose_provider",
        provider=str(field.organisations["brug"]),
        coach=str(field.add("other", Role.TRANSITION_COACH, "schakel").user_id),
    )
    assert "werkt niet bij" in refused["coach"]
    coach = str(field.transition_coach.user_id)
    field.do(case_id, "choose_provider", provider=str(field.organisations["brug"]), coach=coach)
    field.do(case_id, "release_work", released="yes", release_hours=8)
    task = field.task(case_id, "preparation")
    assert (task.organisation_id, task.assignee_id) == (field.organisations["brug"], field.transition_coach.user_id)


def test_a_second_internship_after_the_first(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    field.travel(date(2025, 4, 10))
    intern(field, case_id, date(2025, 4, 21), date(2025, 5, 30), "again")
    assert field.open(case_id) == ["matching"]
    assert (
        phases(field)[-1] == ("JOBMATCHING", date(2025, 5, 31), date(2025, 8, 30), None)
        or phases(field)[-1][0] == "JOBMATCHING"
    )
    field.travel(date(2025, 6, 10))
    intern(field, case_id, date(2025, 6, 16), date(2025, 7, 11), "hired")
    assert field.open(case_id) == ["register_hire"]
    assert [row.result for row in field.rows(Internship)] == ["GEEN_AANWERVING", "AANWERVING"]


def test_internships_that_together_last_too_long_ask_why(field: Field, case_id: int) -> None:  # T12
    in_matching(field, case_id)
    field.travel(date(2025, 4, 10))
    intern(field, case_id, date(2025, 4, 21), date(2025, 6, 20), "again")
    field.do(case_id, "matching", step="found")
    host = {"host_kind": "registered", "host": str(field.organisations["fietsen-verbist"])}
    long = {"starts_on": "2025-07-01", "ends_on": "2025-08-29"}
    refused = field.refused(case_id, "choose_host", **host, **long)
    assert "niet bevestigd" in refused["total_reason"] and "Zeg dan waarom" in refused["total_reason"]
    field.do(case_id, "choose_host", **host, **long, total_reason="Een andere job, nieuwe vaardigheden.")
    assert field.rows(Internship)[-1].total_reason == "Een andere job, nieuwe vaardigheden."


def test_an_internship_outside_the_track_is_refused(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    field.do(case_id, "matching", step="found")
    refused = field.refused(case_id, "choose_host", starts_on="2026-03-01", ends_on="2026-04-01")
    assert "buiten het doorstroomtraject" in refused["ends_on"]


def test_a_job_with_as_much_support_does_not_count(field: Field, case_id: int) -> None:  # T13
    in_matching(field, case_id)
    intern(field, case_id, date(2025, 4, 7), date(2025, 6, 30), "hired")
    hire(field, case_id, support="EVENVEEL")
    assert field.open(case_id) == ["close_track"]
    assert field.row(FlowThrough).counts is False
    field.do(case_id, "close_track", decision="stop", motive="De job houdt evenveel steun.")
    assert field.case(case_id).variables["track_outcome"] == "not_hired"


def test_no_internship_found_a_person_decides_what_next(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    field.do(case_id, "matching", step="not_found")
    assert field.open(case_id) == ["close_track"]
    field.travel(date(2025, 7, 14))
    field.do(case_id, "close_track", decision="search_again", motive="Er komen nieuwe vacatures in het najaar.")
    assert field.open(case_id) == ["matching"]
    assert phases(field)[-1][:3] == ("JOBMATCHING", date(2025, 7, 14), date(2025, 10, 13))
    field.do(case_id, "matching", step="not_found")
    field.do(case_id, "close_track", decision="stop", motive="Geen enkele vacature past.")
    case = field.case(case_id)
    assert (case.end_event, case.variables["track_outcome"]) == ("not_flowed_through", "not_hired")


def test_a_job_lost_during_aftercare_goes_back_to_a_person(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    intern(field, case_id, date(2025, 4, 7), date(2025, 6, 27), "hired")
    hire(field, case_id)
    field.travel(date(2025, 8, 1))
    field.do(case_id, "aftercare", still_working="no", lost_reason="De proef lukte niet.")
    assert field.open(case_id) == ["close_track"]
    assert {row.months: row.still_working for row in field.rows(FlowThroughFollowUp)}[3] is False


def test_a_suspension_prolongs_the_phase_that_runs(field: Field, case_id: int) -> None:  # T27
    trajectory_id = field.trajectory(case_id, date(2020, 3, 1))
    in_matching(field, case_id)
    assert phases(field)[-1] == ("JOBMATCHING", date(2025, 3, 31), date(2025, 6, 30), None)
    suspend(field, case_id, trajectory_id, date(2025, 5, 1), date(2025, 5, 31), stops_clock=True)
    field.travel(date(2025, 7, 31))
    assert field.view(case_id, "matching").values["ended_on"] == date(2025, 7, 31)
    field.travel(date(2025, 8, 1))
    refused = field.refused(case_id, "matching", step="not_found", ended_on="2025-08-01")
    assert "31/07/2025" in refused["ended_on"]
    field.do(case_id, "matching", step="not_found")
    assert phases(field)[-1] == ("JOBMATCHING", date(2025, 3, 31), date(2025, 7, 31), date(2025, 7, 31))


def suspend(field: Field, case_id: int, trajectory_id: int, starts_on: date, ends_on: date, **values: object) -> None:
    with db.transaction() as session:
        session.add(
            Suspension(
                person_id=field.person_id, trajectory_id=trajectory_id, case_id=case_id, kind="MINISTERIEEL",
                starts_on=starts_on, ends_on=ends_on, status="accepted", **values,
            )
        )  # fmt: skip


def test_after_a_refused_agreement_the_search_goes_on_in_the_same_round(field: Field, case_id: int) -> None:
    in_matching(field, case_id)
    field.travel(date(2025, 4, 10))
    field.do(case_id, "matching", step="found")
    field.do(case_id, "choose_host", host_kind="registered", host=str(field.organisations["fietsen-verbist"]))
    field.do(case_id, "sign_worker", answer="refuse", refusal_reason="Te ver van huis.")
    for element in ("sign_host", "sign_employer"):
        field.do(case_id, element, **SIGNED)
    assert field.open(case_id) == ["matching"]
    assert phases(field)[1:] == [("JOBMATCHING", date(2025, 3, 31), date(2025, 6, 30), None)]


def test_the_coach_is_reminded_a_week_before_a_maximum(field: Field, case_id: int) -> None:
    begun(field, case_id)
    field.travel(date(2025, 3, 23))
    assert field.notices(case_id) == []
    field.travel(date(2025, 3, 24))
    assert field.notices(case_id) == [("transition_coach", "Het voortraject bereikt zijn maximum")]


def test_no_track_starts_while_the_minister_suspended_them(field: Field, case_id: int) -> None:  # T27
    trajectory_id = field.trajectory(case_id, date(2020, 3, 1))
    suspend(field, case_id, trajectory_id, date(2025, 3, 1), date(2025, 3, 31))
    refused = field.refused(case_id, "choose_provider", provider=str(field.organisations["brug"]))
    assert "minister" in refused["starts_on"]
    field.do(case_id, "choose_provider", provider=str(field.organisations["brug"]), starts_on="2025-04-01")
    assert field.row(Trajectory).status == "IN_DOORSTROOM"


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"employer_number": "0799999977"}, "employer_number"),
        ({"starts_on": "2025-02-01"}, "starts_on"),
        ({"contract_type": "BEP", "contract_ends_on": "2025-06-30", "starts_on": "2025-07-01"}, "contract_ends_on"),
        ({"support": "VEEL"}, "support"),
        ({"hours_week": 0}, "hours_week"),
        ({"job": ""}, "job"),
    ],
)
def test_a_job_that_cannot_be_is_told_at_the_field(field: Field, case_id: int, answers, where) -> None:
    in_matching(field, case_id)
    intern(field, case_id, date(2025, 4, 7), date(2025, 6, 30), "hired")
    good = {"support": "GEEN", "contract_type": "ONBEP"}
    assert where in field.refused(case_id, "register_hire", **(good | answers))
    assert field.rows(FlowThrough) == []
