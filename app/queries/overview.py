"""The overview: how much runs, what is late, and what ends when, of what this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models import task as tasks
from app.models.case import OPEN, Case, Timer
from app.models.clock import now
from app.models.definition import Definition
from app.models.task import Task
from app.queries.visible import visible_case


@dataclass(frozen=True)
class ProcessLoad:
    """One process: running cases, open tasks, and how many of those are late."""

    key: str
    title: str
    cases: int
    tasks: int
    late: int


@dataclass(frozen=True)
class Coming:
    """Something that happens by itself on a date."""

    case_id: int
    title: str
    name: str
    due_at: datetime


def load(session: Session, actor: Actor) -> list[ProcessLoad]:
    """Every process with running cases this actor sees. Two statements."""
    seen = (Case.status == OPEN, visible_case(actor))
    title = func.max(Definition.title)
    cases = session.execute(
        select(Case.process, title, func.count())
        .join(Definition, Definition.id == Case.definition_id)
        .where(*seen)
        .group_by(Case.process)
        .order_by(title)
    ).all()
    rows = session.execute(
        select(Case.process, func.count(), func.count().filter(Task.sort_at < now(session)))
        .select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .where(Task.status == tasks.OPEN, *seen)
        .group_by(Case.process)
    )
    work = {process: (number, late) for process, number, late in rows}
    return [ProcessLoad(key, name, number, *work.get(key, (0, 0))) for key, name, number in cases]


def coming(session: Session, actor: Actor, most: int = 20) -> list[Coming]:
    """The next dates on which a case this actor sees goes on by itself."""
    rows = session.execute(
        select(Timer.case_id, Case.title, Timer.name, Timer.due_at)
        .join(Case, Case.id == Timer.case_id)
        .where(Case.status == OPEN, visible_case(actor))
        .order_by(Timer.due_at, Timer.id)
        .limit(most)
    )
    return [Coming(*row) for row in rows]
