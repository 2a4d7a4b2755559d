"""What was done on a case: its tasks that are no longer open, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.task import Task
from app.models.user import User


@dataclass(frozen=True)
class DoneTask:
    """A task that is done, or was no longer needed."""

    id: int
    name: str
    subject: str
    role: str
    status: str
    done_at: datetime
    done_by: str | None


def of_case(session: Session, case_id: int, most: int = 200) -> list[DoneTask]:
    """The tasks of a case (the caller has checked that it may be seen)."""
    rows = session.execute(
        select(Task.id, Task.name, Task.subject, Task.role, Task.status, Task.done_at, User.name)
        .join(User, User.id == Task.done_by, isouter=True)
        .where(Task.case_id == case_id, Task.status != tasks.OPEN)
        .order_by(Task.done_at.desc(), Task.id.desc())
        .limit(most)
    )
    return [DoneTask(*row) for row in rows]
