"""One trial: cases of a draft, played by people who answer and take their time at random, until the years are over.

The same seed plays the same trial again.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from app import db, engine
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, Refusal
from app.domain.text import Text
from app.forms.sampling import explanations
from app.forms.varied import varied_answers
from app.models import task as tasks
from app.models.case import ENDED, Case
from app.models.clock import BRUSSELS
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.queries import start as starts
from app.queries import tasks as task_queries
from app.sandbox.world import World, employee
from app.services import cases, clock, definitions
from app.services import tasks as work
from app.services.parties import set_party

_DRAWS = 12  # tries to answer a form that refuses what was drawn
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
    """Plays in the throw-away world that is open now."""

    world: World
    process: str
    rng: Random
    now: datetime
    stuck: list[Stuck] = field(default_factory=list)
    completed: int = 0
    _queue: list[tuple[datetime, int, int]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    _seen: set[int] = field(default_factory=set)

    def begin(self, nth: int) -> int | None:
        """Start a case about an employee of its own; None when it could not start (`stuck` says why)."""
        with db.reading() as session:
            meta = definitions.compiled(session, definitions.current(session, self.process).id).meta
        person_id, data = employee(self.world, nth)
        if self.process != "trajectory" and meta.subject == "person":
            self._set_trajectory(person_id)
        starters = [role for role in map(Role.by_key, meta.starters) if role] or [Role.ADMINISTRATOR]
        actor = (
            self.world.actors[starters[0]][0] if starters[0] is not Role.WORKER else self.world.actors[starters[0]][-1]
        )
        subject = {"person": str(person_id), "organisation": str(self.world.organisations["enterprise"])}
        everything = Actor(actor.user_id, actor.name, actor.memberships, actor.person_id, system=True)
        said: tuple[Text, ...] = ()
        extra: dict[str, Any] = {}
        for _ in range(_DRAWS):
            schema, answers = self._start_answers(everything, meta, subject.get(meta.subject), data | extra)
            try:
                case_id = cases.start(everything, self.process, subject.get(meta.subject), answers)
            except AnswersInvalid as refusal:
                said = tuple(text for texts in refusal.errors.values() for text in texts)
                extra = explanations(schema, refusal.errors)
                continue
            except Refusal as refusal:
                said = (refusal.text,)
                break
            self._set_parties(case_id)
            return case_id
        self.stuck.append(Stuck(self.process, "start", said))
        return None

    def play(self, until: datetime, tick: Callable[[datetime], bool] | None = None) -> None:
        """Let time pass until `until`, or until nothing is left to happen. `tick` is told the time; True stops."""
        self._schedule()
        while True:
            due = clock.next_due()
            act = self._queue[0][0] if self._queue else None
            moment = min((one for one in (due, act) if one is not None), default=None)
            if moment is None or moment > until or (tick and tick(self.now)):
                return
            self.now = max(self.now, moment)
            clock.travel(self.now)
            if act is not None and act <= self.now:
                self._complete(heapq.heappop(self._queue)[2])
            self._schedule()

    def _schedule(self) -> None:
        with db.reading() as session:
            rows = session.execute(select(Task.id, Task.due_at).where(Task.status == tasks.OPEN)).all()
        for task_id, due_at in rows:
            if task_id not in self._seen:
                self._seen.add(task_id)
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
        said: tuple[Text, ...] = ()
        for actor in self._workers(task):
            try:
                said = self._answer(actor, task)
            except NotAllowed as refusal:  # four eyes: a colleague must do it
                said = (refusal.text,)
                continue
            except Conflict as refusal:
                said = (refusal.text,)
                break
            if not said:
                self.completed += 1
                return
        self.stuck.append(Stuck(task.process, task.element, said))

    def _answer(self, actor: Actor, task: Task) -> tuple[Text, ...]:
        """Complete a task; returns what its form said when no draw would do, nothing when it is done."""
        with db.reading() as session:
            view = task_queries.opening(session, actor, task.id)
        if view.why_not is not None:
            raise NotAllowed(view.why_not)
        known = view.form.prefill(view.values, None, view.context)
        said: tuple[Text, ...] = ()
        extra: dict[str, Any] = {}
        for _ in range(_DRAWS):
            answers = self._drawn(view.schema, known, view.context, extra)
            try:
                work.complete(actor, task.id, answers)
            except AnswersInvalid as refusal:
                said = tuple(text for texts in refusal.errors.values() for text in texts)
                extra = explanations(view.schema, refusal.errors)
                continue
            return ()
        return said

    def _drawn(
        self, schema: dict[str, Any], known: dict[str, Any], context: Any, decided: Mapping[str, Any]
    ) -> dict[str, Any]:
        return varied_answers(schema, today=self._today, rng=self.rng, known=known, context=context, decided=decided)

    def _start_answers(
        self, actor: Actor, meta: engine.ProcessMeta, subject: str | None, data: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The start form and answers to it."""
        if meta.start is None:
            return {"components": []}, {}
        with db.reading() as session:
            view = starts.one(session, actor, self.process, subject)
            definition = definitions.compiled(session, definitions.current(session, self.process).id)
        if view.form is None:
            return {"components": []}, {}
        schema = definition.form(self.process, "start")
        known = view.form.prefill(view.known, None, view.context)
        asked = {component.get("key") for component in _flat(schema["components"])}
        own = {key: value for key, value in data.items() if key in asked}
        return schema, self._drawn(schema, known, view.context, own)

    def _workers(self, task: Task) -> list[Actor]:
        role = Role.by_key(task.role)
        there = self.world.actors.get(role, []) if role else []
        mine = [actor for actor in there if task.assignee_id in (None, actor.user_id)]
        return [actor for actor in mine if actor.can_work(task.role, task.organisation_id, task.assignee_id)]

    def _set_parties(self, case_id: int) -> None:
        """Every role takes part."""
        with db.transaction() as session:
            case = session.get_one(Case, case_id)
            for role, actors in self.world.actors.items():
                if role is not Role.WORKER:
                    (member,) = actors[0].memberships
                    set_party(session, case, role, member.organisation_id)

    def _set_trajectory(self, person_id: int) -> None:
        """A running trajectory of this employee, for a process that stands beside one or is a part of it."""
        with db.transaction() as session:
            version = definitions.current(session, self.process)
            case = Case(
                process="trajectory",
                definition_id=version.id,
                title="",
                search_title="",
                person_id=person_id,
                status=ENDED,
                state=b"",
                created_at=self.now,
            )
            session.add(case)
            session.flush()
            session.add(
                Trajectory(
                    person_id=person_id,
                    case_id=case.id,
                    organisation_id=self.world.organisations["enterprise"],
                    status="LOPEND",
                    anchor_on=self._today,
                    clock_start=self._today,
                    max_years=5,
                )
            )

    @property
    def _today(self) -> date:
        return self.now.astimezone(BRUSSELS).date()


def _flat(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found += [component, *_flat(component.get("components", []))]
    return found
