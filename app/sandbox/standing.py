"""Which open tasks there are in a throw-away world, in an order that is the same each time it is played."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.task import Task


def open_tasks(session: Session) -> list[Task]:
    """Every open task, what was opened first first."""
    return list(session.scalars(select(Task).where(Task.status == tasks.OPEN).order_by(Task.id)))


def open_at(session: Session, process: str, element: str) -> list[Task]:
    """The open tasks of one step: several where it is done for each of a list, or in several cases."""
    return [task for task in open_tasks(session) if (task.process, task.element) == (process, element)]


def place_of(session: Session, task: Task) -> int:
    """The place of an open task among those of its step."""
    return [one.id for one in open_at(session, task.process, task.element)].index(task.id)
