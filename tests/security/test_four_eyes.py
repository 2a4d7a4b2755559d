"""Four eyes are two people, at both doors: not two roles, not two accounts, not a colleague's desk (security.md 39)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.models.evaluation import Evaluation
from app.models.task import Task
from app.models.user import Membership, User
from app.services import tasks, users
from tests.security.doors import Doors, nothing_changes
from tests.support.stage import Stage

DECISION = {"decision": "agree", "motive": "Ik volg het voorstel van de bemiddelaar.", "signed": True}


@pytest.fixture
def decision(stage: Stage) -> Task:
    """An extension that the counsellor proposed and an expert has to decide on."""
    stage.travel(date(2024, 12, 2))
    case_id = stage.start("vdab_evaluation", stage.counsellor, occasion="EINDE_TERMIJN", requested_on="2024-12-02")
    stage.trajectory(case_id, date(2020, 3, 1))
    stage.do(case_id, "invite", interview_on=date(2025, 1, 20))
    stage.do(case_id, "share_plan", plan_on=date(2024, 3, 1), plan_gaps_reason="Ziekte van de coach.")
    stage.do(case_id, "employer_statement", internal_support="NIET")
    stage.travel(date(2025, 1, 20))
    stage.do(case_id, "hear_worker")
    reasons = "Uit het plan en de gesprekken blijkt dat een jaar langer de beste volgende stap is."
    stage.do(case_id, "propose", outcome="VERLENGING_6", reasons=reasons, extension_months=12)
    return stage.task(case_id, "decide")


def with_both_roles(stage: Stage) -> Actor:
    """The counsellor himself, who is an expert too."""
    with db.transaction() as session:
        place = stage.organisations["vdab"]
        session.add(Membership(user_id=stage.counsellor.user_id, role=Role.VDAB_EXPERT.value, organisation_id=place))
    return stage.counsellor


def with_a_second_account(stage: Stage) -> Actor:
    """Another account that somebody noted as his."""
    second = stage.add("second", Role.VDAB_EXPERT, "vdab")
    users.mark_same_person(SYSTEM, second.user_id or 0, stage.counsellor.user_id or 0)
    return second


def with_a_third_account(stage: Stage) -> Actor:
    """An account noted as that of his second account."""
    second, third = stage.add("second", Role.COACH, "schakel"), stage.add("third", Role.VDAB_EXPERT, "vdab")
    users.mark_same_person(SYSTEM, third.user_id or 0, second.user_id or 0)
    users.mark_same_person(SYSTEM, second.user_id or 0, stage.counsellor.user_id or 0)
    return third


def with_an_account_of_the_same_file(stage: Stage) -> Actor:
    """Two accounts that are linked to one employee's file."""
    second = stage.add("second", Role.VDAB_EXPERT, "vdab")
    with db.transaction() as session:
        for actor in (second, stage.counsellor):
            session.get_one(User, actor.user_id).person_id = stage.person_id
    return second


def with_the_task_given_to_him(stage: Stage) -> Actor:
    """An expert gave it to the second account."""
    second = with_a_second_account(stage)
    (task,) = [task for task in stage.rows(Task) if task.element == "decide"]
    tasks.assign(stage.expert, task.id, second.user_id or 0)
    return second


@pytest.mark.parametrize(
    "disguise",
    [
        with_both_roles,
        with_a_second_account,
        with_a_third_account,
        with_an_account_of_the_same_file,
        with_the_task_given_to_him,
    ],
)
def test_s39__who_proposed_does_not_decide(
    stage: Stage, doors: Doors, decision: Task, disguise: Callable[[Stage], Actor]
) -> None:
    given = doors.answers(decision.id, stage.expert, **DECISION)
    actor = disguise(stage)
    doors.token(actor)
    page = doors.browser(actor).get(f"/tasks/{decision.id}")
    assert "Een tweede persoon moet dit beslissen." in page.main
    assert not page.all("form[data-draft]")
    with nothing_changes():
        answer = doors.complete_by_api(actor, decision.id, given)
        posted = doors.complete_by_page(actor, decision.id, given)
    assert (answer.status_code, posted.status) == (403, 403)
    assert "Een tweede persoon" in answer.get_json()["detail"]
    assert "Een tweede persoon" in posted.main
    assert stage.row(Evaluation).decided_by is None


def test_s39__an_administrator_neither_decides_nor_hands_it_to_himself(
    stage: Stage, doors: Doors, decision: Task
) -> None:
    given = doors.answers(decision.id, stage.expert, **DECISION)
    administrator = stage.add("administrator", Role.ADMINISTRATOR, "department")
    doors.token(administrator)
    with nothing_changes():
        assert doors.complete_by_api(administrator, decision.id, given).status_code == 403
        body = {"user": str(administrator.user_id)}
        assert doors.call(administrator, "POST", f"/tasks/{decision.id}/assign", body).status_code == 422
        doors.browser(administrator).post(f"/tasks/{decision.id}", given, status=403)


def test_s39__a_second_person_decides(stage: Stage, doors: Doors, decision: Task) -> None:
    given = doors.answers(decision.id, stage.expert, **DECISION)
    assert doors.complete_by_page(stage.expert, decision.id, given).status == 302
    assert stage.row(Evaluation).decided_by == stage.expert.user_id
