"""The way of one case: what happened when, which steps it came by, and which tasks stood open from when until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.case import Case, Step
from app.models.firing import Firing
from app.models.record import Document, Notice
from app.models.task import Task
from app.services.definitions import compiled


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: when, what kind of thing, its name; for a task who did it and by when it was due.

    `about`: the name of the step that a timer belongs to; empty where it stands on its own in the drawing.
    """

    at: datetime
    kind: str
    name: str
    role: str = ""
    due_at: datetime | None = None
    about: str = ""

    @property
    def is_late(self) -> bool:
        """Whether a task was done after its date."""
        return self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True)
class Passage:
    """A step the case came by."""

    at: datetime
    process: str
    element: str


@dataclass(frozen=True)
class Stay:
    """A task that stood open, until it was done or fell away; `until` None: it still does."""

    process: str
    element: str
    name: str
    role: str
    since: datetime
    until: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """How a case stood at a moment: what it came by, how many tasks stand open at each step, which, what happened."""

    visited: list[str]
    current: dict[str, int]
    stays: list[Stay]
    moments: list[Moment]


@dataclass(frozen=True)
class Trail:
    """All of it, in order."""

    moments: tuple[Moment, ...] = ()
    passages: tuple[Passage, ...] = ()
    stays: tuple[Stay, ...] = ()

    def at(self, moment: datetime) -> Standing:
        """How the case stood then."""
        stays = [stay for stay in self.stays if stay.since <= moment and (stay.until is None or moment < stay.until)]
        return Standing(
            list(dict.fromkeys(passage.element for passage in self.passages if passage.at <= moment)),
            dict(Counter(stay.element for stay in stays)),
            stays,
            [one for one in self.moments if one.at <= moment],
        )


def trail_of(session: Session, case_id: int) -> Trail:
    """The way of a case, and of what it calls."""
    steps = select(Step.at, Step.process, Step.element).where(Step.case_id == case_id).order_by(Step.position)
    passages = tuple(Passage(*row) for row in session.execute(steps))
    opened = select(Task).where(Task.case_id == case_id).order_by(Task.created_at, Task.id)
    return Trail(
        tuple(sorted(_moments(session, case_id), key=lambda moment: moment.at)),
        passages,
        tuple(_stay(task, passages) for task in session.scalars(opened)),
    )


def host_of(session: Session, case_id: int, process: str, element: str) -> str:
    """The name of the step on whose edge an event stands; empty for one that stands on its own."""
    elements = compiled(session, session.get_one(Case, case_id).definition_id).elements
    event = elements.get((process, element))
    host = elements.get((process, event.attached_to)) if event is not None else None
    return host.name if host is not None else ""


def read_trail(kept: Mapping[str, Any]) -> Trail:
    """A trail as JSON keeps it: its moments are texts there."""
    return Trail(
        tuple(Moment(**_with_moments(row, "at", "due_at")) for row in kept["moments"]),
        tuple(Passage(**_with_moments(row, "at")) for row in kept["passages"]),
        tuple(Stay(**_with_moments(row, "since", "until", "due_at")) for row in kept["stays"]),
    )


def _with_moments(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: datetime.fromisoformat(row[name]) for name in names if row[name]}}


def _stay(task: Task, passages: tuple[Passage, ...]) -> Stay:
    until = task.done_at
    if task.status == tasks.CANCELLED:  # when that was is not kept: it was when its process went on
        later = (one.at for one in passages if one.process == task.process and one.at > task.created_at)
        until = next(later, task.created_at)
    return Stay(task.process, task.element, task.name, task.role, task.created_at, until, task.due_at)


def _moments(session: Session, case_id: int) -> Iterable[Moment]:
    """What happened, each kind in the order of its ids: what came at one moment is told in that order too."""
    done = select(Task.done_at, Task.name, Task.role, Task.due_at).where(
        Task.case_id == case_id, Task.status == tasks.DONE
    )
    for at, name, role, due in session.execute(done.order_by(Task.id)):
        yield Moment(at, "task", name, role, due)
    notices = select(Notice.created_at, Notice.subject, Notice.role).where(Notice.case_id == case_id)
    for at, subject, role in session.execute(notices.order_by(Notice.id)):
        yield Moment(at, "mail", subject, role)
    letters = select(Document.created_at, Document.title).where(Document.case_id == case_id)
    for at, title in session.execute(letters.order_by(Document.id)):
        yield Moment(at, "letter", title)
    fired = select(Firing.fired_at, Firing.name, Firing.process, Firing.element).where(Firing.case_id == case_id)
    for at, name, process, element in session.execute(fired.order_by(Firing.id)):
        yield Moment(at, "timer", name, about=host_of(session, case_id, process, element))
    ends = select(Step.at, Step.name).where(Step.case_id == case_id, Step.kind == "endEvent")
    for at, name in session.execute(ends.order_by(Step.position)):
        yield Moment(at, "end", name)
