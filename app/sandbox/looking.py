"""What one sees of a rehearsal: the time, what waits, where the case stands and the way it came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import db
from app.models.case import Case, Step, Timer
from app.models.clock import now
from app.models.task import Task
from app.sandbox.rehearsal import Rehearsal
from app.sandbox.replay import Otherwise
from app.sandbox.report import Moment, timeline
from app.sandbox.standing import open_tasks


@dataclass(frozen=True)
class Look:
    """The world as it is now. `visited` and `current` are elements, of the case and of what it calls."""

    now: datetime
    steps: int
    tasks: list[Task]
    timers: list[Timer]
    visited: list[str]
    current: dict[str, int]
    timeline: list[Moment]
    end: str | None
    otherwise: Otherwise | None

    @property
    def next_due(self) -> datetime | None:
        """The next moment at which something happens by itself."""
        return min((timer.due_at for timer in self.timers), default=None)


def look(open_now: Rehearsal) -> Look:
    """Look around in the world that is open."""
    process = open_now.script.process
    with db.reading() as session:
        own = session.scalars(select(Case).where(Case.process == process, Case.state != b"")).first()
        there = open_tasks(session)
        seen = session.scalars(select(Step).where(Step.case_id == own.id).order_by(Step.position)).all() if own else []
        return Look(
            now(session),
            len(open_now.script.lines),
            there,
            list(session.scalars(select(Timer).order_by(Timer.due_at))),
            list(dict.fromkeys(step.element for step in seen)),
            dict(Counter(task.element for task in there)),
            timeline(session, own.id) if own else [],
            own.end_event if own else None,
            open_now.otherwise,
        )
