"""The evaluation by VDAB: evidence, both statements, a reasoned proposal, four eyes, the letter, the day of notice."""

from __future__ import annotations

from datetime import date

import pytest

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, NotAllowed
from app.models.case import Case
from app.models.clock import now
from app.models.evaluation import Evaluation
from app.models.flow_through import FlowThrough
from app.models.plan import Plan
from app.models.suspension import Suspension
from app.models.trajectory import Extension, Trajectory
from app.models.user import User
from app.services import evaluations
from app.services.work import Work
from tests.support.field import Field, publish

REASONS = "Uit het plan en uit de gesprekken met werkgever en werknemer blijkt dat dit de beste volgende stap is."
START = date(2020, 3, 1)  # T01: the last day is 28 February 2025


@pytest.fixture
def case_id(field: Field, tmp_path) -> int:
    field.travel(date(2024, 12, 2))
    publish(tmp_path, "vdab_evaluation")
    case_id = field.start("vdab_evaluation", field.counsellor, occasion="EINDE_TERMIJN", requested_on="2024-12-02")
    field.trajectory(case_id, START)
    return case_id


def signed_plan(field: Field, case_id: int, signed_on: date, year: int) -> None:
    with db.transaction() as session:
        session.add(
            Plan(
                case_id=case_id, person_id=field.person_id, year=year, due_on=signed_on, state="ACTIEF",
                signed_on=signed_on,
            )
        )  # fmt: skip


def until_proposal(field: Field, case_id: int, *, stays: str = "NIET", interview_on: date = date(2025, 1, 20)) -> None:
    field.do(case_id, "invite", interview_on=interview_on)
    field.do(case_id, "share_plan", plan_on=date(2024, 3, 1), plan_gaps_reason="Ziekte van de coach.")
    answers = {"internal_from": "2025-03-01", "internal_job": "Fietshersteller"} if stays != "NIET" else {}
    field.do(case_id, "employer_statement", internal_support=stays, **answers)
    field.travel(interview_on)
    field.do(case_id, "hear_worker")


def test_a_ready_employee_gets_a_letter_and_the_appeal_term_runs_from_notice(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=REASONS)
    assert field.open(case_id) == ["confirm"]
    field.do(case_id, "confirm")
    letter = field.letter(case_id)
    assert "Klaar voor doorstroom" in letter and REASONS in letter and "20 januari 2025" in letter
    assert "heroverweging" in letter and "45 dagen" in letter and "arbeidscontract stopt niet" in letter
    field.travel(date(2025, 2, 3))
    field.do(case_id, "record_notice")
    case, evaluation = field.case(case_id), field.row(Evaluation)
    assert (case.status, case.variables["evaluation_outcome"]) == ("ended", "ready")
    assert evaluation.appeal_until == date(2025, 3, 20)  # T15
    assert evaluation.closed_at is not None and evaluation.letter_id is not None


def test_an_extension_is_decided_by_a_second_person(field: Field, case_id: int) -> None:  # T08
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="VERLENGING_6", reasons=REASONS, extension_months=12)
    assert field.open(case_id) == ["decide"]
    field.travel(date(2025, 2, 10))
    field.do(case_id, "decide", decision="agree", motive="Ik volg het voorstel.", signed=True)
    (extension,) = field.rows(Extension)
    assert (extension.months, extension.decided_by) == (12, field.expert.user_id)
    assert field.row(Evaluation).effective_on == date(2025, 3, 1)
    assert "De nieuwe laatste dag is 28 februari 2026." in field.letter(case_id)
    field.do(case_id, "record_notice")
    assert field.case(case_id).variables["evaluation_outcome"] == "extension"


def test_a_second_extension_is_refused_at_the_outcome(field: Field, case_id: int) -> None:  # T08
    until_proposal(field, case_id)
    with db.transaction() as session:
        session.get_one(Trajectory, field.row(Trajectory).id).extension_months = 12
    refused = field.refused(case_id, "propose", outcome="VERLENGING_6", reasons=REASONS, extension_months=6)
    assert refused["outcome"].startswith("Dit traject is al verlengd.")


def test_more_than_twelve_months_is_refused_at_the_field(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    refused = field.refused(case_id, "propose", outcome="VERLENGING_6", reasons=REASONS, extension_months=13)
    assert "12" in refused["extension_months"]


def test_who_proposed_may_not_decide_also_with_a_second_account(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    both = field.add("both", Role.VDAB_COUNSELLOR, "vdab")
    field.do(case_id, "propose", by=both, outcome="VERLENGING_6", reasons=REASONS, extension_months=12)
    second = second_account(field, both.user_id)
    with pytest.raises(NotAllowed, match="tweede persoon"):
        field.do(case_id, "decide", by=second, decision="agree", motive="Ik volg het voorstel.", signed=True)
    assert field.open(case_id) == ["decide"]


def second_account(field: Field, user_id: int | None) -> Actor:
    second = field.add("second", Role.VDAB_EXPERT, "vdab")
    with db.transaction() as session:
        session.get_one(User, second.user_id).same_person_as = user_id
    return second


def test_the_expert_sends_a_proposal_back_with_questions(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="PASSENDE_MAATREGEL", reasons=REASONS, measures=["CMW"])
    field.do(case_id, "decide", decision="return", motive="Waarom geen individueel maatwerk?")
    assert field.open(case_id) == ["propose"]
    view = field.view(case_id, "propose")
    assert view.values["outcome"] == "PASSENDE_MAATREGEL" and view.values["reasons"] == REASONS
    assert view.panels[0].text == "Waarom geen individueel maatwerk?"
    field.do(case_id, "propose", outcome="PASSENDE_MAATREGEL", reasons=REASONS, measures=["IMW"])
    field.do(case_id, "decide", decision="agree", motive="Nu is het duidelijk genoeg.", signed=True)
    assert "Individueel maatwerk" in field.letter(case_id)


def test_a_late_extension_asks_a_person_for_an_exception(field: Field, case_id: int) -> None:  # T09
    until_proposal(field, case_id)
    field.travel(date(2025, 3, 5))
    proposal = {"outcome": "VERLENGING_6", "reasons": REASONS, "extension_months": 12}
    refused = field.refused(case_id, "propose", **proposal)
    assert refused["late_motive"].startswith("De termijn eindigde op 28/02/2025.")
    field.do(case_id, "propose", late_motive="De bemiddelaar was lang ziek.", **proposal)
    assert field.open(case_id) == ["late_exception"]
    field.do(case_id, "late_exception", allowed="yes", reason="Overmacht bij VDAB zelf.")
    assert field.open(case_id) == ["decide"]
    field.do(case_id, "decide", decision="agree", motive="Ik volg het voorstel.", signed=True)
    evaluation = field.row(Evaluation)
    assert evaluation.late and evaluation.late_decided_by == field.expert.user_id
    assert evaluation.effective_on == date(2025, 3, 5)  # no advance for the days before
    assert "geen voorschot" in field.letter(case_id)


def test_without_exception_a_late_extension_is_off(field: Field, case_id: int) -> None:  # T09
    until_proposal(field, case_id)
    field.travel(date(2025, 3, 5))
    proposal = {"outcome": "VERLENGING_6", "reasons": REASONS, "extension_months": 12, "late_motive": "Vergeten."}
    field.do(case_id, "propose", **proposal)
    field.do(case_id, "late_exception", allowed="no", reason="Vergeten is geen overmacht.")
    assert field.open(case_id) == ["propose"]
    assert "geen uitzondering" in field.refused(case_id, "propose", **proposal)["outcome"]
    field.do(case_id, "propose", outcome="HERINDICATIE", reasons=REASONS)
    assert field.open(case_id) == ["decide"]


def test_an_extension_that_became_late_on_the_experts_desk_goes_back(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="VERLENGING_6", reasons=REASONS, extension_months=12)
    field.travel(date(2025, 3, 3))
    refused = field.refused(case_id, "decide", decision="agree", motive="Ik volg het voorstel.", signed=True)
    assert "intussen voorbij" in refused["decision"]
    assert field.rows(Extension) == [] and field.row(Evaluation).signed_at is None


def test_internal_flow_through_closes_the_premium_the_day_before(field: Field, case_id: int) -> None:  # T14
    until_proposal(field, case_id, stays="GEEN")
    assert field.view(case_id, "propose").values["internal_from"] == date(2025, 3, 1)
    field.do(case_id, "propose", outcome="INTERN", reasons=REASONS)
    field.do(case_id, "confirm")
    evaluation, job = field.row(Evaluation), field.row(FlowThrough)
    assert evaluation.facts["premium_closed_on"] == "2025-02-28"
    assert (job.internal, job.counts, job.starts_on) == (True, True, date(2025, 3, 1))
    assert field.rows(Extension) == []
    field.do(case_id, "record_notice")
    assert field.case(case_id).variables["evaluation_outcome"] == "internal"


def test_internal_flow_through_needs_the_employers_word(field: Field, case_id: int) -> None:
    until_proposal(field, case_id, stays="NIET")
    refused = field.refused(
        case_id, "propose", outcome="INTERN", reasons=REASONS, internal_from="2025-03-01", internal_support="GEEN"
    )
    assert "niet kan blijven" in refused["outcome"]


def test_the_plan_is_due_ten_days_before_and_late_needs_a_reason(field: Field, case_id: int) -> None:  # T18
    field.do(case_id, "invite", interview_on=date(2025, 1, 20))
    task = field.task(case_id, "share_plan")
    assert task.due_at is not None and field.row(Evaluation).plan_due_on == date(2025, 1, 10)
    field.travel(date(2025, 1, 6))
    assert ("coach", "Bezorg het nieuwste plan aan VDAB") not in field.notices(case_id)
    field.travel(date(2025, 1, 13))
    assert ("coach", "Bezorg het nieuwste plan aan VDAB") in field.notices(case_id)
    refused = field.refused(case_id, "share_plan", plan_on=date(2024, 3, 1))
    assert "10/01/2025" in refused["plan_late_reason"]
    assert "2020" in refused["plan_gaps_reason"] and "2024" in refused["plan_gaps_reason"]


def test_only_the_years_without_a_plan_are_gaps(field: Field, case_id: int) -> None:
    for year, signed_on in enumerate([date(2020, 4, 1), date(2021, 3, 1), date(2022, 3, 1), date(2024, 3, 1)], start=1):
        signed_plan(field, case_id, signed_on, year if year < 4 else 5)
    field.do(case_id, "invite", interview_on=date(2025, 1, 20))
    view = field.view(case_id, "share_plan")
    assert view.values["plan_on"] == date(2024, 3, 1)
    (gaps,) = [value for panel in view.panels for label, value in panel.rows if str(label) == "Ontbreekt"]
    assert str(gaps) == "geen plan in 2023: waarom?"
    assert "2023" in field.refused(case_id, "share_plan")["plan_gaps_reason"]


def test_an_interview_leaves_time_for_the_plan(field: Field, case_id: int) -> None:
    refused = field.refused(case_id, "invite", interview_on=date(2024, 12, 11))
    assert "12/12/2024" in refused["interview_on"]
    field.do(case_id, "invite", interview_on=date(2024, 12, 12))


def test_no_interview_while_the_trajectory_is_suspended(field: Field, case_id: int) -> None:  # T10
    with db.transaction() as session:
        session.add(
            Suspension(
                person_id=field.person_id, trajectory_id=field.row(Trajectory).id, case_id=case_id,
                kind="ARBEIDSONGESCHIKT_LANGDURIG", starts_on=date(2025, 1, 10), ends_on=date(2025, 7, 9),
                status="accepted", stops_clock=True,
            )
        )  # fmt: skip
    refused = field.refused(case_id, "invite", interview_on=date(2025, 1, 20))
    assert "geschorst" in refused["interview_on"]
    field.do(case_id, "invite", interview_on=date(2025, 7, 10))
    panels = {str(panel.title): panel for panel in field.view(case_id, "share_plan").panels}
    assert {str(label): value for label, value in panels["Termijn"].rows}["Laatste dag"] == date(2025, 8, 28)
    assert panels["Termijn"].of_term


def test_the_proposal_shows_statements_side_by_side_and_what_outcomes_lead_to(field: Field, case_id: int) -> None:
    until_proposal(field, case_id, stays="MINDER")
    panels = {str(panel.title): panel for panel in field.view(case_id, "propose").panels}
    titles = list(panels)
    assert titles.index("De werknemer zegt") == titles.index("De werkgever zegt") + 1
    assert {str(label): value for label, value in panels["Termijn"].rows}["Laatste dag"] == date(2025, 2, 28)
    leads = {str(label): str(value) for label, value in panels["Waar elke uitkomst toe leidt"].rows}
    assert "28/02/2026" in leads["Verlenging tot ten hoogste zes jaar"]
    assert "28/02/2025" in leads["Interne doorstroom bij de werkgever"]
    assert "19/11/2025" in leads["Klaar voor doorstroom"]


def test_who_was_not_heard_is_explained(field: Field, case_id: int) -> None:
    field.do(case_id, "invite", interview_on=date(2025, 1, 20))
    field.do(case_id, "share_plan", plan_gaps_reason="Ziekte van de coach.")
    field.do(case_id, "employer_statement", internal_support="NIET")
    assert "absent_reason" in field.refused(case_id, "hear_worker", heard="no", absent_reason="")
    field.do(case_id, "hear_worker", heard="no", absent_reason="Twee keer uitgenodigd, niet gekomen.")
    field.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=REASONS)
    field.do(case_id, "confirm")
    assert "U bent niet gehoord" in field.letter(case_id)


def test_the_employer_is_reminded(field: Field, case_id: int) -> None:
    field.do(case_id, "invite", interview_on=date(2025, 1, 20))
    field.later(days=11)
    assert ("employer", "VDAB wacht op uw standpunt") in field.notices(case_id)


def test_an_evaluation_that_was_broken_off_stays_as_it_was(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=REASONS)
    field.do(case_id, "confirm")
    with db.transaction() as session:
        work = Work(session, field.counsellor, now(session), session.get_one(Case, case_id))
        again = evaluations.open_evaluation(work)
        assert again.occasion == "EINDE_TERMIJN" and again.interview_on is None
    first, second = field.rows(Evaluation)
    assert first.signed_at is not None and first.closed_at is not None and first.outcome == "DOORSTROOMKLAAR"
    assert second.closed_at is None


def test_notice_cannot_lie_before_the_decision_or_in_the_future(field: Field, case_id: int) -> None:
    until_proposal(field, case_id)
    field.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=REASONS)
    field.do(case_id, "confirm")
    assert "20/01/2025" in field.refused(case_id, "record_notice", notice_on=date(2025, 1, 19))["notice_on"]
    assert "toekomst" in field.refused(case_id, "record_notice", notice_on=date(2025, 1, 21))["notice_on"]


@pytest.mark.parametrize(
    ("occasion", "clock_start", "requested_on", "first"),
    [
        ("VROEG", date(2021, 3, 1), date(2022, 12, 1), "01/03/2023"),
        ("MEDISCH", date(2024, 2, 12), date(2024, 3, 20), "08/04/2024"),
    ],
)
def test_an_evaluation_asked_too_early_is_refused(
    field: Field, tmp_path, occasion, clock_start, requested_on, first
) -> None:  # T19
    field.travel(requested_on)
    publish(tmp_path, "vdab_evaluation")
    earlier = field.start(
        "vdab_evaluation", field.counsellor, occasion="EINDE_TERMIJN", requested_on=requested_on.isoformat()
    )
    field.trajectory(earlier, clock_start)
    asked = {"occasion": occasion, "requested_on": requested_on.isoformat(), "motive": "De situatie is veranderd."}
    with pytest.raises(AnswersInvalid) as refused:
        field.start(
            "vdab_evaluation",
            field.counsellor,
            **asked | ({"attest_on": "2024-03-18"} if occasion == "MEDISCH" else {}),
        )
    assert first in str(refused.value.errors["requested_on"][0])
    assert len(field.rows(Evaluation)) == 1


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"outcome": "IETS"}, "outcome"),
        ({"outcome": "DOORSTROOMKLAAR", "reasons": "Kort."}, "reasons"),
        ({"outcome": "DOORSTROOMKLAAR", "reasons": "x" * 6001}, "reasons"),
        ({"outcome": "PASSENDE_MAATREGEL", "measures": []}, "measures"),
        ({"outcome": "PASSENDE_MAATREGEL", "measures": ["ARBZ"]}, "measures"),
        ({"outcome": "VERLENGING_6", "extension_months": "veel"}, "extension_months"),
        ({"outcome": "DOORSTROOMKLAAR", "typename": "x"}, "typename"),
    ],
)
def test_a_proposal_that_cannot_be_is_told_at_the_field(field: Field, case_id: int, answers, where) -> None:
    until_proposal(field, case_id)
    assert where in field.refused(case_id, "propose", **({"reasons": REASONS} | answers))
