"""An internship: dates checked, three signatures (some on paper), evaluations, the plan updated, the result."""

from __future__ import annotations

from datetime import date

import pytest

from app import db
from app.domain.access import Role
from app.domain.identifiers import synthetic_enterprise_number
from app.models.case import CaseParty
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.models.plan import Plan, PlanAction
from app.models.signature import Signature
from app.models.user import User
from tests.support.field import Field, publish

SIGNED = {"answer": "sign", "signed": True}


@pytest.fixture
def case_id(field: Field, tmp_path) -> int:
    field.travel(date(2025, 5, 19))
    publish(tmp_path, "internship")
    return field.start("internship", field.transition_coach)


def found(field: Field, case_id: int, starts_on: date = date(2025, 6, 2), ends_on: date = date(2025, 8, 31)) -> None:
    field.do(
        case_id,
        "choose_host",
        host_kind="registered",
        host=str(field.organisations["fietsen-verbist"]),
        job="Fietshersteller",
        starts_on=starts_on,
        ends_on=ends_on,
        hours_week=30,
    )


def agreed(field: Field, case_id: int) -> None:
    found(field, case_id)
    for element in ("sign_worker", "sign_host", "sign_employer"):
        field.do(case_id, element, **SIGNED)


def until_result(field: Field, case_id: int) -> None:
    agreed(field, case_id)
    field.travel(date(2025, 7, 14))
    field.do(case_id, "mid_talk")
    field.travel(date(2025, 8, 29))
    field.do(case_id, "host_evaluation", hires="yes")


def test_from_agreement_to_hire(field: Field, case_id: int) -> None:
    agreed(field, case_id)
    assert field.open(case_id) == []
    field.travel(date(2025, 6, 2))
    assert field.open(case_id) == ["mid_talk"]
    field.do(case_id, "mid_talk", agreements="Elke vrijdag samen de week bekijken.")
    field.travel(date(2025, 8, 29))
    field.do(case_id, "host_evaluation", score="GOED", hires="yes")
    field.do(case_id, "coach_evaluation", result="hired")
    field.do(case_id, "update_plan")
    case, internship = field.case(case_id), field.row(Internship)
    assert (case.status, case.variables["internship_result"]) == ("ended", "hired")
    assert (internship.result, internship.ended_on, internship.host_hires) == ("AANWERVING", date(2025, 8, 29), "yes")
    assert internship.agreed_on == date(2025, 5, 19) and internship.closed_at is not None


def test_each_party_signs_for_itself(field: Field, case_id: int) -> None:
    found(field, case_id)
    assert field.open(case_id) == ["sign_employer", "sign_host", "sign_worker"]
    assert field.task(case_id, "sign_worker").assignee_id == field.worker.user_id
    for element in ("sign_worker", "sign_host", "sign_employer"):
        field.do(case_id, element, **SIGNED)
    signatures = {row.party: (row.entered_by, row.on_paper) for row in field.rows(Signature)}
    assert signatures == {
        "worker": (field.worker.user_id, False),
        "host_employer": (field.host.user_id, False),
        "employer": (field.employer.user_id, False),
    }


def test_a_worker_without_account_signs_on_paper_through_the_coach(field: Field, case_id: int) -> None:
    with db.transaction() as session:
        session.get_one(User, field.worker.user_id).active = False
    found(field, case_id)
    assert "sign_for_worker" in field.open(case_id) and "sign_worker" not in field.open(case_id)
    assert "paper_reason" in field.refused(case_id, "sign_for_worker", answer="sign", paper_reason="")
    field.do(case_id, "sign_for_worker", answer="sign", paper_reason="Geen computer thuis.", signed_on="2025-05-16")
    (signature,) = field.rows(Signature)
    assert (signature.party, signature.on_paper, signature.signed_on) == ("worker", True, date(2025, 5, 16))
    assert signature.entered_by == field.coach.user_id


def test_a_worker_who_does_not_sign_in_two_weeks_is_helped_by_the_coach(field: Field, case_id: int) -> None:
    found(field, case_id)
    field.later(days=15)
    assert field.open(case_id) == ["sign_employer", "sign_for_host", "sign_for_worker"]
    assert field.notices(case_id) == [("employer", "Teken de stageovereenkomst")]


def test_a_worker_who_wants_to_talk_first_talks_with_his_coach(field: Field, case_id: int) -> None:
    found(field, case_id)
    field.do(case_id, "sign_worker", answer="talk", question="Hoe geraak ik daar zonder auto?")
    assert field.open(case_id) == ["sign_employer", "sign_for_worker", "sign_host"]
    assert field.rows(Signature) == []
    assert field.view(case_id, "sign_for_worker").panels[0].text == "Hoe geraak ik daar zonder auto?"
    field.do(case_id, "sign_for_worker", answer="sign", paper_reason="Samen besproken en getekend.")
    for element in ("sign_host", "sign_employer"):
        field.do(case_id, element, **SIGNED)
    assert field.row(Internship).agreed_on == date(2025, 5, 19)


def test_a_new_host_is_registered_and_signs_through_the_transition_coach(field: Field, case_id: int) -> None:
    number = synthetic_enterprise_number(77)
    field.do(
        case_id,
        "choose_host",
        host_kind="new",
        host_name="Groentehof",
        host_number=number,
        host_email="info@groentehof.example",
    )
    (host,) = [row for row in field.rows(Organisation) if row.number == number]
    assert (host.kind, host.name, host.email) == ("host", "Groentehof", "info@groentehof.example")
    assert "sign_for_host" in field.open(case_id)
    (party,) = [row for row in field.rows(CaseParty) if row.role == Role.HOST_EMPLOYER]
    assert party.organisation_id == host.id


def test_a_host_already_known_by_its_number_is_not_registered_twice(field: Field, case_id: int) -> None:
    before = len(field.rows(Organisation))
    number = next(row.number for row in field.rows(Organisation) if row.key == "fietsen-verbist")
    field.do(case_id, "choose_host", host_kind="new", host_name="Verbist", host_number=number)
    assert len(field.rows(Organisation)) == before
    assert field.row(Internship).host_id == field.organisations["fietsen-verbist"]


def test_without_all_signatures_there_is_no_internship(field: Field, case_id: int) -> None:
    found(field, case_id)
    field.do(case_id, "sign_worker", answer="refuse", refusal_reason="Ik wil hier eerst over praten.")
    field.do(case_id, "sign_host", **SIGNED)
    assert field.case(case_id).status == "open"
    field.do(case_id, "sign_employer", **SIGNED)
    case = field.case(case_id)
    assert (case.status, case.end_event, case.variables["internship_result"]) == ("ended", "no_agreement", "again")
    assert field.row(Internship).agreed_on is None and field.row(Internship).closed_at is not None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "where", "why"),
    [
        (date(2025, 6, 2), date(2025, 9, 7), "ends_on", "01/09/2025"),  # T12: 14 weeks
        (date(2025, 6, 2), date(2025, 6, 1), "ends_on", "voor de eerste dag"),
        (date(2025, 5, 18), date(2025, 6, 30), "starts_on", "al voorbij"),
    ],
)
def test_dates_that_cannot_be(field: Field, case_id: int, starts_on, ends_on, where, why) -> None:
    refused = field.refused(case_id, "choose_host", starts_on=starts_on, ends_on=ends_on)
    assert why in refused[where]


def test_thirteen_weeks_are_accepted(field: Field, case_id: int) -> None:  # T12
    found(field, case_id, date(2025, 6, 2), date(2025, 8, 31))
    assert field.row(Internship).ends_on == date(2025, 8, 31)


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"real_vacancy": False}, "real_vacancy"),
        ({"host_kind": "new", "host_name": "X", "host_number": "1234567890"}, "host_number"),
        ({"host_kind": "new", "host_name": "X", "host_number": "abc"}, "host_number"),
        ({"host_kind": "registered", "host": "1"}, "host"),
        ({"hours_week": 41}, "hours_week"),
        ({"hours_week": "veel"}, "hours_week"),
        ({"starts_on": "2025-02-30"}, "starts_on"),
    ],
)
def test_bad_answers_are_told_at_the_field(field: Field, case_id: int, answers, where) -> None:
    assert where in field.refused(case_id, "choose_host", **answers)
    assert field.rows(Internship) == []


def test_the_own_employer_is_no_host(field: Field, case_id: int) -> None:
    own = next(row.number for row in field.rows(Organisation) if row.key == "schakel")
    refused = field.refused(case_id, "choose_host", host_kind="new", host_name="Schakel", host_number=own)
    assert "werkt hier al" in refused["host_number"]


def test_a_host_who_says_no_does_not_hire(field: Field, case_id: int) -> None:
    agreed(field, case_id)
    field.travel(date(2025, 6, 30))
    field.do(case_id, "mid_talk")
    field.do(case_id, "host_evaluation", hires="no")
    assert "niet aanneemt" in field.refused(case_id, "coach_evaluation", result="hired")["result"]
    field.do(case_id, "coach_evaluation", result="again", result_reason="De werkplek paste niet.")
    assert field.row(Internship).result == "GESTOPT"  # ended before the agreed day


def test_the_real_end_lies_within_the_agreement(field: Field, case_id: int) -> None:
    until_result(field, case_id)
    assert "31/08/2025" in field.refused(case_id, "coach_evaluation", result="hired", ended_on="2025-06-01")["ended_on"]
    assert "toekomst" in field.refused(case_id, "coach_evaluation", result="hired", ended_on="2025-08-30")["ended_on"]
    field.travel(date(2025, 9, 4))
    assert field.view(case_id, "coach_evaluation").values["ended_on"] == date(2025, 8, 31)


def test_the_host_is_reminded_in_the_last_week(field: Field, case_id: int) -> None:
    agreed(field, case_id)
    field.travel(date(2025, 7, 14))
    field.do(case_id, "mid_talk")
    field.travel(date(2025, 8, 23))
    assert field.notices(case_id) == []
    field.travel(date(2025, 8, 24))
    assert field.notices(case_id) == [("host_employer", "De stage loopt af")]


def test_the_results_become_a_new_version_of_the_plan(field: Field, case_id: int) -> None:  # T13
    trajectory_id = field.trajectory(case_id, date(2020, 3, 1))
    with db.transaction() as session:
        plan = Plan(
            case_id=case_id, person_id=field.person_id, trajectory_id=trajectory_id, year=5, due_on=date(2025, 3, 1),
            state="ACTIEF", signed_on=date(2025, 3, 1), situation="Werkt zelfstandig.",
        )  # fmt: skip
        session.add(plan)
        session.flush()
        session.add(PlanAction(plan_id=plan.id, position=0, what="Rijbewijs", who="WERKNEMER", status="BEZIG"))
    until_result(field, case_id)
    field.do(case_id, "coach_evaluation", result="hired")
    action = {"what": "Kassa leren", "who": "BEGELEIDER", "by_day": "2025-12-01"}
    field.do(case_id, "update_plan", plan_update="Leerde remmen afstellen en klanten helpen.", actions=[action])
    old, new = field.rows(Plan)
    assert (old.state, old.situation) == ("VERVANGEN", "Werkt zelfstandig.")
    assert new.situation is not None and "remmen afstellen" in new.situation and "Werkt zelfstandig." in new.situation
    actions = sorted((row.position, row.what) for row in field.rows(PlanAction) if row.plan_id == new.id)
    assert actions == [(0, "Rijbewijs"), (1, "Kassa leren")]
