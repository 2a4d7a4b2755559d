"""The personal development plans of an employee, newest first, with their actions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.plan import Plan, PlanAction


@dataclass(frozen=True)
class PlanView:
    """One plan and what was agreed in it, in order. `revised`: it replaces one of the same year."""

    plan: Plan
    actions: list[PlanAction]
    revised: bool


def of_person(session: Session, person_id: int) -> list[PlanView]:
    """The plans of a person (the caller has checked that he may be seen)."""
    plans = session.scalars(select(Plan).where(Plan.person_id == person_id).order_by(Plan.id.desc())).all()
    actions: dict[int, list[PlanAction]] = defaultdict(list)
    wanted = select(PlanAction).where(PlanAction.plan_id.in_([plan.id for plan in plans]))
    for action in session.scalars(wanted.order_by(PlanAction.plan_id, PlanAction.position)):
        actions[action.plan_id].append(action)
    years = {plan.id: plan.year for plan in plans}
    return [PlanView(plan, actions[plan.id], years.get(plan.replaces_id or 0) == plan.year) for plan in plans]
