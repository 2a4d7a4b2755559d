"""What follows: after a task is done or a case started, who is next, and what the person himself can do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models import task as tasks
from app.models.case import Case
from app.models.task import Task
from app.queries.cases import ensure_visible, open_tasks
from app.queries.visible import workable_task
from app.queries.worklist import TaskRow, row_of, task_rows


@dataclass(frozen=True)
class Following:
    """The open tasks of the case, whether it ended, when it goes on by itself, and the actor's own next task."""

    case: Case
    tasks: list[TaskRow]
    mine: TaskRow | None

    @property
    def ended(self) -> bool:
        """Whether the case is over."""
        return self.case.ended_at is not None

    @property
    def next_due(self) -> datetime | None:
        """When the case goes on by itself."""
        return self.case.next_due


def of_case(session: Session, actor: Actor, case_id: int) -> Following:
    """What follows on a case the actor sees. His own next task is one of this case if there is one, else his first."""
    case = ensure_visible(session, actor, case_id)
    mine = session.execute(
        task_rows()
        .where(
            Task.status == tasks.OPEN,
            workable_task(actor),
            or_(Task.assignee_id == actor.user_id, Task.assignee_id.is_(None)),
        )
        .order_by((Task.case_id == case_id).desc(), (Task.assignee_id == actor.user_id).desc(), Task.sort_at, Task.id)
        .limit(1)
    ).first()
    return Following(case, open_tasks(session, case_id), row_of(mine) if mine else None)
