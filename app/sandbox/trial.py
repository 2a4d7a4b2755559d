"""One trial: cases of a draft, played by people who answer and take their time at random, until the years are over.

The same seed plays the same trial again.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import bindparam, select

from app import db
from app.models import task as tasks
from app.models.case import Case
from app.models.task import Task
from app.sandbox.answering import drawn, opening_of
from app.sandbox.drawing import Drawing
from app.sandbox.faults import Stuck
from app.sandbox.script import COMPLETE, Line, Script
from app.sandbox.standing import place_of
from app.sandbox.starting import start_drawn
from app.sandbox.world import World
from app.services import clock, waking

_USUAL = timedelta(days=14)  # how long somebody takes for a task without a date
_LATE = 0.08  # how often somebody is late

_NEXT = select(Case.id, Case.next_due).where(Case.next_due.is_not(None)).order_by(Case.next_due, Case.id).limit(1)
_OPENED = select(Task.id, Task.due_at).where(Task.status == tasks.OPEN, Task.id > bindparam("seen")).order_by(Task.id)


@dataclass
class Trial:
    """Plays in the throw-away world that is open now. `script` becomes what happened, where one case is played."""

    world: World
    process: str
    rng: Random
    now: datetime
    script: Script | None
    stuck: list[Stuck] = field(default_factory=list)
    completed: int = 0
    _waiting: list[datetime] = field(default_factory=list)
    _queue: list[tuple[datetime, int, int]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    _seen: int = 0
    _begun: int = 0

    def begin_at(self, moments: list[datetime]) -> None:
        """Let a case begin at each of these moments."""
        self._waiting = sorted(moments)

    def play(self, until: datetime, tick: Callable[[datetime], bool] | None = None) -> None:
        """Let time pass until `until`, or until nothing is left to happen. `tick` is told the time; True stops."""
        while True:
            due, sleeper = self._look()
            act = self._queue[0][0] if self._queue else None
            begins = self._waiting[0] if self._waiting else None
            moment = min((one for one in (due, act, begins) if one is not None), default=None)
            if moment is None or moment > until or (tick and tick(self.now)):
                return
            if moment > self.now:
                self.now = moment
                clock.stand_at(moment)
            if due is not None and sleeper is not None and due <= self.now:
                waking.wake(sleeper)
            elif begins is not None and begins <= self.now:
                self._begin()
            else:
                self._complete(heapq.heappop(self._queue)[2])

    def _begin(self) -> None:
        self._waiting.pop(0)
        self._begun += 1
        began = start_drawn(self.world, self.process, self._begun, self.now, Drawing(self.rng))
        if began.case_id is None:
            self.stuck.append(Stuck(self.process, "", "", began.said))
        if self.script is not None:
            self.script = replace(self.script, start=began.answers)

    def _look(self) -> tuple[datetime | None, int | None]:
        """When something happens by itself next, and in which case; what was opened meanwhile gets its moment."""
        with db.reading() as session:
            run = session.connection().execute
            due = run(_NEXT).first()
            rows = run(_OPENED, {"seen": self._seen}).all()
        for task_id, due_at in rows:
            self._seen = task_id  # identifiers are in order of creation
            heapq.heappush(self._queue, (self._moment(due_at), next(self._order), task_id))
        return (due[1], due[0]) if due else (None, None)

    def _moment(self, due_at: datetime | None) -> datetime:
        """When somebody comes to a task: mostly in time, sometimes late."""
        span = max((due_at - self.now) if due_at else _USUAL, timedelta(days=1))
        share = 1 + self.rng.random() * 0.5 if self.rng.random() < _LATE else self.rng.random() * 0.9
        return self.now + span * share

    def _complete(self, task_id: int) -> None:
        with db.reading() as session:
            task = session.get_one(Task, task_id)
            if task.status != tasks.OPEN:
                return
            nth = place_of(session, task) if self.script else 0
            found = opening_of(session, self.world, task)
        done = drawn(found, Drawing(self.rng))
        if not done.ok:
            self.stuck.append(Stuck(task.process, task.element, task.name, done.said))
            return
        self.completed += 1
        if self.script is not None:
            line = Line(self.now, COMPLETE, task.process, task.element, nth, done.answers)
            self.script = self.script.then(line)
