"""One case as programs see it: where it stands and what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.errors import NotVisible
from app.models.case import Case, Timer
from app.models.definition import Definition
from app.queries.cases import open_tasks
from app.queries.visible import visible_case
from app.queries.worklist import TaskRow


@dataclass(frozen=True)
class NewTask:
    """A task that opened just now, as far as programs are told of it."""

    id: int
    case_id: int
    process: str
    element: str
    name: str
    role: str
    organisation_id: int | None
    assignee_id: int | None
    subject: str
    due_at: datetime | None
    status: str


@dataclass(frozen=True)
class CaseState:
    """A case, its open tasks in due order, and its timers (element, due moment) in due order."""

    id: int
    process: str
    version: int
    title: str
    status: str
    revision: int
    person_id: int | None
    organisation_id: int | None
    variables: dict[str, Any]
    open_tasks: Sequence[TaskRow | NewTask]
    timers: Sequence[tuple[str, datetime]]

    def as_seen_by(self, actor: Actor) -> CaseState:
        """An outside party is told of its own tasks only."""
        if actor.sees_whole_file:
            return self
        own = [task for task in self.open_tasks if actor.opens_task(task.role)]
        return replace(self, variables={}, open_tasks=own, timers=())


def of(session: Session, actor: Actor, case_id: int) -> CaseState:
    """The case with this id as the actor sees it; NotVisible when he does not."""
    found = session.execute(
        select(Case, Definition.number)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Case.id == case_id, visible_case(actor))
    ).one_or_none()
    if found is None:
        raise NotVisible()
    case, version = found
    timers = select(Timer.element, Timer.due_at).where(Timer.case_id == case_id).order_by(Timer.due_at, Timer.id)
    waits = [(element, due_at) for element, due_at in session.execute(timers)]
    return state(case, version, open_tasks(session, case_id), waits).as_seen_by(actor)


def state(
    case: Case,
    version: int,
    tasks: Sequence[TaskRow | NewTask],
    timers: Sequence[tuple[str, datetime]],
) -> CaseState:
    """The state of a case from its parts."""
    return CaseState(
        id=case.id,
        process=case.process,
        version=version,
        title=case.title,
        status=case.status,
        revision=case.revision,
        person_id=case.person_id,
        organisation_id=case.organisation_id,
        variables=case.variables,
        open_tasks=tasks,
        timers=timers,
    )
