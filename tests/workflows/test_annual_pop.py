"""The yearly plan: prepared, talked over, agreed, signed, followed up; reminded of in time; due on the anniversary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app import db
from app.domain.access import Role
from app.domain.errors import NotAllowed
from app.models.plan import Plan, PlanAction
from app.models.user import User
from tests.support.stage import ACTIONS, Stage

HIRED = date(2024, 2, 12)
AMINA = {"national_number": "90010199794", "first_name": "Amina", "last_name": "Yildiz"}


@pytest.fixture
def case_id(stage: Stage) -> int:
    return stage.hire(HIRED)


def until_answer(stage: Stage, case_id: int, route: str = "VIA_BEGELEIDER") -> None:
    stage.do(case_id, "prepare")
    stage.do(case_id, "talk", talked_on=stage.today, actions=ACTIONS, agreement_route=route)


def test_the_day_agreed_on_for_the_talk_is_filled_in_once_it_has_come(stage: Stage, case_id: int) -> None:
    planned = stage.today + timedelta(days=5)
    stage.do(case_id, "prepare", talk_on=planned)
    before = stage.view(case_id, "talk")
    assert "talked_on" not in before.values  # a talk to come has not been: the panel says when it is
    assert [value for panel in before.panels for _, value in panel.rows] == [planned]
    stage.later(days=5)
    filled = stage.view(case_id, "talk").values["talked_on"]
    assert (filled.value, str(filled.source)) == (planned, "de voorbereiding")
    stage.do(case_id, "talk", talked_on=stage.today, actions=ACTIONS, agreement_route="VIA_BEGELEIDER")
    stage.do(case_id, "agree_through_coach", answer="talk", read_on=stage.today, remark="Ik twijfel nog.")
    assert "talked_on" not in stage.view(case_id, "talk").values  # another talk, another day


def until_employer(stage: Stage, case_id: int) -> None:
    until_answer(stage, case_id)
    stage.do(case_id, "agree_through_coach", answer="agree", read_on=stage.today)
    stage.do(case_id, "sign_coach", signed=True)


def actions_of(stage: Stage, plan: Plan) -> list[PlanAction]:
    found = [each for each in stage.rows(PlanAction) if each.plan_id == plan.id]
    return sorted(found, key=lambda each: each.position)


# the rhythm


def test_the_first_plan_is_due_after_a_month_and_the_next_on_the_anniversary(stage: Stage, case_id: int) -> None:  # T18
    stage.travel(date(2024, 3, 4))
    plan = stage.make_plan(case_id)
    assert (plan.year, plan.due_on, plan.signed_on, plan.state) == (1, date(2024, 3, 12), date(2024, 3, 4), "ACTIEF")
    stage.travel(date(2024, 12, 11))
    assert stage.open(case_id) == ["follow_up"]
    stage.travel(date(2024, 12, 12))  # two months before the anniversary; nobody followed up
    assert stage.open(case_id) == ["prepare"]
    assert stage.case(case_id).variables["plan_due"] == "2025-02-12"


def test_a_plan_signed_late_does_not_move_the_next(stage: Stage, case_id: int) -> None:
    stage.travel(date(2024, 9, 30))
    plan = stage.make_plan(case_id)
    assert plan.signed_on == date(2024, 9, 30)
    stage.travel(date(2024, 12, 12))
    second = stage.make_plan(case_id)
    assert (second.year, second.due_on) == (2, date(2025, 2, 12))
    stage.travel(date(2025, 12, 12))
    assert stage.case(case_id).variables["plan_due"] == "2026-02-12"


def test_a_plan_more_than_a_year_late_leaves_a_gap_and_the_rhythm_stays(stage: Stage, case_id: int) -> None:
    stage.travel(date(2025, 6, 1))
    stage.make_plan(case_id)
    stage.travel(date(2025, 12, 12))
    plan = stage.make_plan(case_id)
    assert (plan.year, plan.due_on) == (3, date(2026, 2, 12))  # year 2 has none: the evaluation asks why


def test_reminders_come_before_it_is_late_and_then_every_month(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)
    before = len(stage.notices(case_id))
    stage.travel(date(2025, 4, 20))
    told = stage.notices(case_id)[before:]
    assert told == [
        ("coach", "Het plan moet bijna klaar zijn"),  # 30 days before
        ("coach", "Het plan moet bijna klaar zijn"),  # 7 days before
        ("coach", "Het plan is te laat"),  # on the day
        ("employer", "Het plan is te laat"),
        ("coach", "Het plan is te laat"),  # a month late: the official knows too
        ("employer", "Het plan is te laat"),
        ("wse_official", "Het plan is te laat"),
        ("coach", "Het plan is te laat"),
        ("employer", "Het plan is te laat"),
        ("wse_official", "Het plan is te laat"),
    ]


def test_a_signed_plan_needs_no_reminder(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)
    stage.travel(date(2024, 12, 12))
    before = len(stage.notices(case_id))
    stage.make_plan(case_id)
    stage.travel(date(2025, 5, 1))
    assert stage.notices(case_id)[before:] == []


def test_due_days_of_the_steps_lie_between_opening_and_the_anniversary(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)
    stage.travel(date(2024, 12, 12))
    variables = stage.case(case_id).variables
    assert variables["plan_prepare_by"] < variables["plan_talk_by"] < variables["plan_due"] == "2025-02-12"


# the content


def test_fewer_than_two_actions_are_refused(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "prepare")
    refused = stage.refused(case_id, "talk", actions=ACTIONS[:1], agreement_route="VIA_BEGELEIDER")
    assert list(refused) == ["actions"]


def test_an_action_in_the_past_or_without_words_is_refused_in_its_row(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "prepare")
    wrong = [{**ACTIONS[0], "by_on": "2024-01-01"}, {"who": "WERKNEMER", "by_on": "2030-01-01"}]
    refused = stage.refused(case_id, "talk", actions=wrong, agreement_route="VIA_BEGELEIDER")
    assert set(refused) == {"actions-0-by_on", "actions-1-what"}


def test_last_years_agreements_are_shown_and_carried_over(stage: Stage, case_id: int) -> None:
    first = stage.make_plan(case_id)
    stage.travel(date(2024, 12, 12))
    view = stage.view(case_id, "prepare")
    assert [str(label) for panel in view.panels for label, _ in panel.rows] == ["Rijbewijs theorie", "Kassa leren"]
    carried_over = view.values["situation"]
    assert (carried_over.value, str(carried_over.source)) == (first.situation, "het plan van 2024")
    looked_back = [{"status": "GEDAAN", "result": "Geslaagd"}, {"status": "BEZIG"}]
    stage.do(case_id, "prepare", previous=looked_back)
    carried = stage.view(case_id, "talk").values["actions"]
    assert [row["what"] for row in carried] == ["Kassa leren"]  # what was done is done
    assert [(each.status, each.result) for each in actions_of(stage, first)] == [
        ("GEDAAN", "Geslaagd"),
        ("BEZIG", None),
    ]
    assert stage.plans(case_id)[0].state == "GEEVALUEERD"


def test_a_new_plan_replaces_the_one_before(stage: Stage, case_id: int) -> None:
    first = stage.make_plan(case_id)
    stage.travel(date(2024, 12, 12))
    second = stage.make_plan(case_id)
    assert [plan.state for plan in stage.plans(case_id)] == ["VERVANGEN", "ACTIEF"]
    assert second.replaces_id == first.id
    carried = [each.carried_from for each in actions_of(stage, second)]
    assert carried == [each.id for each in actions_of(stage, first)]


# agreeing


def test_the_employee_agrees_for_himself(stage: Stage) -> None:
    stage.travel(HIRED)
    case_id = stage.register(**AMINA)
    stage.hire_registered(case_id, HIRED)
    until_answer(stage, case_id, "ZELF")
    assert stage.open(case_id) == ["agree"]
    assert stage.task(case_id, "agree").assignee_id == stage.worker.user_id
    assert [str(panel.title) for panel in stage.view(case_id, "agree").panels] == ["Het plan", "Acties"]
    stage.do(case_id, "agree", answer="agree", remark="Goed zo.")
    plan = stage.plans(case_id)[0]
    assert (plan.agreement, plan.agreed_by) == ("ZELF", stage.worker.user_id)
    assert stage.open(case_id) == ["sign_coach"]


def test_an_employee_who_does_not_answer_is_asked_through_his_coach(stage: Stage) -> None:
    stage.travel(HIRED)
    case_id = stage.register(**AMINA)
    stage.hire_registered(case_id, HIRED)
    until_answer(stage, case_id, "ZELF")
    stage.later(days=20)
    assert stage.open(case_id) == ["agree"]
    stage.later(days=1)
    assert stage.open(case_id) == ["agree_through_coach"]


def test_somebody_without_account_cannot_be_asked_to_agree_himself(stage: Stage, case_id: int) -> None:
    stage.do(case_id, "prepare")
    refused = stage.refused(case_id, "talk", actions=ACTIONS, agreement_route="ZELF")
    told = "De werknemer heeft nog geen toegang tot Traject. Kies: de jobcoach legt het akkoord vast."
    assert refused == {"agreement_route": told}


def test_an_account_made_later_lets_the_employee_answer_for_himself(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)
    tom = stage.add("tom", Role.WORKER, "schakel", person_id=stage.case(case_id).person_id)
    stage.travel(date(2024, 12, 12))
    until_answer(stage, case_id, "ZELF")
    assert stage.task(case_id, "agree").assignee_id == tom.user_id


def test_through_the_coach_only_with_a_reason(stage: Stage, case_id: int) -> None:
    until_answer(stage, case_id)
    assert list(stage.refused(case_id, "agree_through_coach", reason="", answer="agree")) == ["reason"]
    stage.do(case_id, "agree_through_coach", reason="Heeft geen telefoon en vraagt het zo.", answer="agree")
    plan = stage.plans(case_id)[0]
    assert (plan.agreement, plan.agreement_reason) == ("VIA_BEGELEIDER", "Heeft geen telefoon en vraagt het zo.")


def test_first_talking_about_it_goes_back_to_the_talk_with_what_was_said(stage: Stage, case_id: int) -> None:
    until_answer(stage, case_id)
    stage.do(case_id, "agree_through_coach", answer="talk", remark="Liever eerst Nederlands.")
    assert stage.open(case_id) == ["talk"]
    view = stage.view(case_id, "talk")
    assert view.panels[0].text == "Liever eerst Nederlands."
    assert [row["what"] for row in view.values["actions"]] == ["Rijbewijs theorie", "Kassa leren"]


# signing


def test_the_enterprise_can_send_the_plan_back(stage: Stage, case_id: int) -> None:
    until_employer(stage, case_id)
    stage.do(case_id, "sign_employer", decision="return", reason="De kassa is er pas in de zomer.")
    assert stage.open(case_id) == ["talk"]
    assert stage.plans(case_id)[0].coach_signed_on is not None
    stage.do(case_id, "talk", talked_on=stage.today, actions=ACTIONS, agreement_route="VIA_BEGELEIDER")
    assert stage.plans(case_id)[0].coach_signed_on is None  # another plan needs another signature


def test_who_signed_as_coach_does_not_sign_for_the_enterprise(stage: Stage, case_id: int) -> None:
    until_employer(stage, case_id)
    with db.transaction() as session:
        session.get_one(User, stage.employer.user_id).same_person_as = stage.coach.user_id
    with pytest.raises(NotAllowed):
        stage.do(case_id, "sign_employer", decision="sign", signed=True)


def test_signing_needs_the_tick(stage: Stage, case_id: int) -> None:
    until_employer(stage, case_id)
    assert list(stage.refused(case_id, "sign_employer", decision="sign", signed=False)) == ["signed"]


# following up


def test_actions_are_followed_up_halfway(stage: Stage, case_id: int) -> None:
    stage.make_plan(case_id)  # on 12 February; the next plan opens on 12 December
    stage.travel(date(2024, 7, 12))
    assert stage.open(case_id) == []
    stage.travel(date(2024, 7, 13))
    stage.do(case_id, "follow_up", actions=[{"status": "GEDAAN"}, {"status": "GESTOPT", "result": "Geen kassa."}])
    plan = stage.plans(case_id)[0]
    assert [each.status for each in actions_of(stage, plan)] == ["GEDAAN", "GESTOPT"]
    assert plan.followed_on == date(2024, 7, 13)
    assert stage.timers(case_id)["plan_begins"] == date(2024, 12, 12)
