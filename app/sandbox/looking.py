"""What one sees of a rehearsal: the time, what waits, and the way the case came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.models.case import Case, Timer
from app.models.clock import now
from app.models.task import Task
from app.sandbox.rehearsal import Rehearsal
from app.sandbox.replay import Otherwise
from app.sandbox.standing import open_tasks
from app.sandbox.trail import Trail, host_of, trail_of
from app.services.definitions import compiled, current


@dataclass(frozen=True)
class Awaited:
    """A timer that will go off, and the step it belongs to (empty where it stands on its own)."""

    due_at: datetime
    name: str
    about: str


@dataclass(frozen=True)
class Look:
    """The world as it is now; `trail` is the way of the case, and of what it calls.

    `end`: the name of the end event it came to. `otherwise`: where a script could not go on, `stopped_at` by name.
    """

    begin: datetime
    now: datetime
    steps: int
    tasks: list[Task]
    timers: list[Awaited]
    trail: Trail
    end: str | None
    otherwise: Otherwise | None
    stopped_at: str

    @property
    def next_due(self) -> datetime | None:
        """The next moment at which something happens by itself."""
        return min((timer.due_at for timer in self.timers), default=None)


def look(open_now: Rehearsal) -> Look:
    """Look around in the world that is open."""
    process, otherwise = open_now.script.process, open_now.otherwise
    with db.reading() as session:
        own = session.scalars(select(Case).where(Case.process == process, Case.state != b"")).first()
        return Look(
            open_now.script.begin,
            now(session),
            len(open_now.script.lines),
            open_tasks(session),
            _awaited(session),
            trail_of(session, own.id) if own else Trail(),
            _name(session, process, process, own.end_event) if own and own.end_event else None,
            otherwise,
            _name(session, process, otherwise.process, otherwise.element) if otherwise else "",
        )


def _name(session: Session, root: str, process: str, element: str) -> str:
    """What a step is called in the version of `root` that is tried."""
    found = compiled(session, current(session, root)).elements.get((process, element))
    return found.name or element if found is not None else element


def _awaited(session: Session) -> list[Awaited]:
    return [
        Awaited(row.due_at, row.name, host_of(session, row.case_id, row.process, row.element))
        for row in session.scalars(select(Timer).order_by(Timer.due_at, Timer.id))
    ]
