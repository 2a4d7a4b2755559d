"""One trial: cases of a draft, played by people who answer and take their time at random, until the years are over.

The same seed plays the same trial again.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from app import db
from app.domain.calendar import local_date
from app.domain.text import Text
from app.forms.sampling import Context
from app.forms.varied import varied_answers
from app.models import task as tasks
from app.models.task import Task
from app.sandbox.answering import complete_drawn
from app.sandbox.script import COMPLETE, Line, Script
from app.sandbox.standing import place_of
from app.sandbox.starting import start_drawn
from app.sandbox.world import World
from app.services import clock

_USUAL = timedelta(days=14)  # how long somebody takes for a task without a date
_LATE = 0.08  # how often somebody is late


@dataclass(frozen=True)
class Stuck:
    """A task that nobody could complete, or a case that could not start: where, and what the form said."""

    process: str
    element: str
    said: tuple[Text, ...]


@dataclass
class Trial:
    """Plays in the throw-away world that is open now. `script` is what happened, of use where one case was played."""

    world: World
    process: str
    rng: Random
    now: datetime
    script: Script
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
            due = clock.next_due()
            act = self._queue[0][0] if self._queue else None
            begins = self._waiting[0] if self._waiting else None
            moment = min((one for one in (due, act, begins) if one is not None), default=None)
            if moment is None or moment > until or (tick and tick(self.now)):
                return
            self.now = max(self.now, moment)
            clock.travel(self.now)
            if begins is not None and begins <= self.now:
                self._begin()
            elif act is not None and act <= self.now:
                self._complete(heapq.heappop(self._queue)[2])
            self._schedule()

    def _begin(self) -> None:
        self._waiting.pop(0)
        self._begun += 1
        began = start_drawn(self.world, self.process, self._begun, self.now, self._draw)
        if began.case_id is None:
            self.stuck.append(Stuck(self.process, "start", began.said))
        self.script = replace(self.script, start=began.answers)

    def _schedule(self) -> None:
        """Give what was opened since the last time its moment."""
        with db.reading() as session:
            rows = session.execute(
                select(Task.id, Task.due_at).where(Task.status == tasks.OPEN, Task.id > self._seen).order_by(Task.id)
            ).all()
        for task_id, due_at in rows:
            self._seen = task_id  # identifiers are in order of creation
            heapq.heappush(self._queue, (self._moment(due_at), next(self._order), task_id))

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
            nth = place_of(session, task)
        done = complete_drawn(self.world, task_id, self._draw)
        if not done.ok:
            self.stuck.append(Stuck(task.process, task.element, done.said))
            return
        self.completed += 1
        self.script = self.script.then(Line(self.now, COMPLETE, task.process, task.element, nth, done.answers))

    def _draw(
        self, schema: dict[str, Any], known: dict[str, Any], context: Context, decided: Mapping[str, Any]
    ) -> dict[str, Any]:
        return varied_answers(
            schema, today=local_date(self.now), rng=self.rng, known=known, context=context, decided=decided
        )
