"""The yearly plan, second half: signed by coach and enterprise, its actions followed up (domain.md §2.3)."""

from __future__ import annotations

from typing import Any

from app.domain.codes import PlanState
from app.services import plans, trajectories
from app.services.records.plan import look_back
from app.services.records.plan_panels import plan_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


@panels("plan_signature_coach")
def before_the_coach_signs(work: Work) -> list[Panel]:
    """The plan as it will be signed."""
    return plan_panels(work)


@record("plan_signature_coach")
def sign_as_coach(work: Work, answers: dict[str, Any]) -> None:
    """The coach signs (the form asks for the tick)."""
    plan = plans.the_one_in_hand(work)
    plan.coach_signed_on, plan.coach_signed_by = work.today, work.actor.user_id


@panels("plan_signature_employer")
def before_the_employer_signs(work: Work) -> list[Panel]:
    """The plan as it will be signed, with who agreed and who signed already."""
    return plan_panels(work)


@record("plan_signature_employer")
def sign_as_employer(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The enterprise signs: the plan is in force and replaces the one before. Or it goes back with a reason."""
    plan = plans.the_one_in_hand(work)
    if answers["decision"] != "sign":
        plan.objection = answers["reason"]
        return {"plan_signed": False}
    plan.employer_signed_on, plan.employer_signed_by = work.today, work.actor.user_id
    plan.signed_on = work.today
    work.session.flush()
    plans.close_earlier(work.session, plan)
    return {"plan_signed": True}


@known("plan_follow_up")
def actions_so_far(work: Work) -> dict[str, Any]:
    """The actions of the plan in force and how far they are."""
    plan = plans.previous(work)
    return {
        "actions": [
            {"what": action.what, "status": action.status, "result": action.result}
            for action in plans.actions_of(work.session, plan)
        ]
    }


@record("plan_follow_up")
def follow_up(work: Work, answers: dict[str, Any]) -> None:
    """Note how far each action is, halfway the year."""
    plan = plans.last_signed(work.session, trajectories.in_hand(work).id)
    if plan is None:
        raise LookupError("actions are followed up after the plan was signed")
    look_back(plans.actions_of(work.session, plan), answers.get("actions") or [])
    plan.followed_on, plan.follow_up = work.today, answers.get("remark")
    if plan.state == PlanState.ONDERTEKEND.value:
        plan.state = PlanState.ACTIEF.value
