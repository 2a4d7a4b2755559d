"""What an account that leaves, or loses a role, had in hand goes back to its team."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Role
from app.domain.audit import Tag
from app.models import task as tasks
from app.models.case import OPEN, Case, CaseParty
from app.models.task import Task
from app.services import audit
from app.services.parties import set_party


def leave_cases(
    session: Session, actor: Actor, user_id: int, role: str | None = None, organisation_id: int | None = None
) -> None:
    """Running cases that name the account go to its team, so that new tasks do not land with somebody who left."""
    query = (
        select(Case, CaseParty)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.user_id == user_id, Case.status == OPEN, CaseParty.role != Role.WORKER.value)
        .order_by(Case.id)
    )
    if role is not None:
        query = query.where(CaseParty.role == role, CaseParty.organisation_id == organisation_id)
    for case, party in session.execute(query.with_for_update()):
        set_party(session, case, Role(party.role), party.organisation_id, None, actor=actor)


def return_tasks(
    session: Session, actor: Actor, user_id: int, role: str | None = None, organisation_id: int | None = None
) -> None:
    """Open tasks of the account become the team's; personal ones (of an employee) stay his."""
    query = select(Task).where(Task.assignee_id == user_id, Task.status == tasks.OPEN, Task.role != Role.WORKER.value)
    if role is not None:
        query = query.where(Task.role == role, Task.organisation_id == organisation_id)
    for task in session.scalars(query.with_for_update()):
        task.assignee_id = None
        audit.record(
            session, Tag.TASK_RELEASED, actor=actor, case_id=task.case_id, process=task.process, element=task.element,
            task=task.id,
        )  # fmt: skip
