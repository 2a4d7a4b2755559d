"""Plays cases through time: people complete tasks after some days, timers fire in between, all by the real services."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Protocol

from sqlalchemy import select

from app import db
from app.demo.cast import Cast
from app.domain.access import Actor, Role
from app.domain.errors import AlreadyDone, AnswersInvalid, NotAllowed, NotVisible, Refusal
from app.forms.sampling import answer_form, explanations
from app.models import task as tasks
from app.models.clock import BRUSSELS
from app.models.task import Task
from app.queries import tasks as task_queries
from app.services import clock as clocks
from app.services import tasks as work

Act = Callable[[], None]
_LEFT_WHEN_BUSY = 0.6
# What is left in any case in the last weeks: one step of every role that seldom has work.
_SHOWN_OFF = frozenset({"agree", "decide", "take_note", "close_trajectory", "sign_host", "matching"})


class Story(Protocol):
    """What makes a case its own: the answers that matter and how long people take. A delay of None: left undone.

    A steady story goes on in the last weeks too, up to the steps every demo shows; an exact one goes on past those.
    """

    steady: bool
    exact: bool

    def decide(
        self, process: str, element: str, today: date, known: dict[str, Any], context: dict[str, list[tuple[str, str]]]
    ) -> dict[str, Any]:
        """The answers this story decides for a task; the rest is filled in."""
        ...

    def delay(self, element: str, rng: Random) -> timedelta | None:
        """How long after it opened a task is completed."""
        ...


class CannotGoOn(Exception):
    """A task that the story's answers do not complete: says which, and what its form said."""


@dataclass
class Player:
    """Plays stories from `now` on. `case_story` says which story a case belongs to."""

    cast: Cast
    rng: Random
    now: datetime
    case_story: dict[int, Story] = field(default_factory=dict)
    busy_from: datetime | None = None  # from here on much work is left for the people who look at the demo
    completed: int = 0
    _queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    _seen: set[int] = field(default_factory=set)

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at `moment`."""
        heapq.heappush(self._queue, (moment, next(self._order), act))

    def play(self, until: datetime, progress: Callable[[datetime], None] | None = None) -> None:
        """Let time pass until `until`: acts and timers in order of their moments."""
        while True:
            act_at = self._queue[0][0] if self._queue else None
            due = clocks.next_due()
            moment = min((m for m in (act_at, due) if m is not None), default=None)
            if moment is None or moment > until:
                break
            self.now = max(self.now, moment)
            clocks.travel(self.now)
            if act_at is not None and act_at <= self.now and (due is None or act_at < due):
                heapq.heappop(self._queue)[2]()
            self._schedule_new_tasks()
            if progress:
                progress(self.now)
        self.now = until
        clocks.travel(until)
        self._schedule_new_tasks()

    def _schedule_new_tasks(self) -> None:
        with db.reading() as session:
            rows = session.execute(select(Task.id, Task.case_id, Task.element).where(Task.status == tasks.OPEN)).all()
        for task_id, case_id, element in rows:
            if task_id in self._seen or case_id not in self.case_story:
                continue
            self._seen.add(task_id)
            if self._is_left(element, self.case_story[case_id]):
                continue
            delay = self.case_story[case_id].delay(element, self.rng)
            if delay is not None:
                self.at(self.now + delay, partial(self.complete, task_id, self.case_story[case_id]))

    def _is_left(self, element: str, story: Story) -> bool:
        """Whether nobody comes to this task any more: work of the last weeks, so that every role finds some."""
        if self.busy_from is None or self.now < self.busy_from or story.exact:
            return False
        return element in _SHOWN_OFF or (not story.steady and self.rng.random() < _LEFT_WHEN_BUSY)

    def complete(self, task_id: int, story: Story) -> None:
        """Complete a task as one of the people whose work it is. A task that is no longer open is left alone."""
        with db.reading() as session:
            task = session.get_one(Task, task_id)
        if task.status != tasks.OPEN:
            return
        problem: Refusal | None = None
        for actor in self._actors(task):
            try:
                self._complete_as(actor, task, story)
            except NotAllowed as refusal:  # four eyes: a colleague must do it
                problem = refusal
                continue
            except (AlreadyDone, NotVisible):
                return
            except AnswersInvalid as refusal:
                told = {key: [str(text) for text in texts] for key, texts in refusal.errors.items()}
                raise CannotGoOn(f"{task.process}/{task.element}: {told}") from refusal
            self.completed += 1
            return
        raise CannotGoOn(f"{task.process}/{task.element} ({task.role}): nobody can do it; {problem}")

    def _complete_as(self, actor: Actor, task: Task, story: Story) -> None:
        with db.reading() as session:
            view = task_queries.opening(session, actor, task.id)
        if view.why_not is not None:
            raise NotAllowed(view.why_not)
        today = self.now.astimezone(BRUSSELS).date()
        known = view.form.prefill(view.values, None, view.context)
        decided = story.decide(task.process, task.element, today, known, view.context)
        answers = answer_form(
            view.schema, today=today, rng=self.rng, known=known, context=view.context, decided=decided
        )
        try:
            work.complete(actor, task.id, answers, view.row.revision)
        except AnswersInvalid as refusal:
            explained = explanations(view.schema, refusal.errors)
            if not explained:
                raise
            work.complete(actor, task.id, answers | explained, view.row.revision)

    def _actors(self, task: Task) -> list[Actor]:
        if task.assignee_id is not None:
            return [self.cast.actor(task.assignee_id)]
        found = self.cast.of(Role(task.role), task.organisation_id)
        return self.rng.sample(found, len(found))
