"""Whether every case of `years` is a prefix of its audit trail: all that its rows and its state say is told anew from
the trail, and compared."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app import db, engine
from app.domain.audit import Tag
from app.models.audit import Audit
from app.models.case import Case, Step, Timer
from app.models.clock import now
from app.models.closed_rows import ClosedRows
from app.models.firing import Firing
from app.models.move import MOVED, MovedCase
from app.models.record import Notice
from app.models.task import Answers, Draft, Task
from app.queries import closed_rows
from app.services import audit
from app.services.definitions import compiled
from tests.support import years


@dataclass
class Told:
    """A case as its trail tells it."""

    definition: int = 0
    status: str = "open"
    revision: int = 0
    tasks: dict[int, tuple[str, int | None]] = field(default_factory=dict)  # id: status, who has it or did it
    answers: dict[int, str] = field(default_factory=dict)  # id: digest
    steps: list[tuple[str, datetime]] = field(default_factory=list)
    fired: list[tuple[str, datetime, datetime]] = field(default_factory=list)  # element, due, fired
    moves: int = 0
    notices: int = 0

    def take(self, entry: Audit) -> None:
        """One more entry of the trail."""
        told = json.loads(entry.payload)
        match entry.tag:
            case Tag.CASE_STARTED:
                self.definition = told["definition"]
                self._come_by(years.BEGINS, entry)
            case Tag.TASK_OPENED:
                self.tasks[told["task"]] = ("open", told.get("assignee"))
            case Tag.TASK_CLAIMED:
                assert self.tasks[told["task"]] == ("open", None)
                self.tasks[told["task"]] = ("open", entry.actor_id)
            case Tag.TASK_COMPLETED:
                assert self.tasks[told["task"]] in (("open", None), ("open", entry.actor_id))
                self.tasks[told["task"]] = ("done", entry.actor_id)
                self.answers[told["answers"]] = told["answers_digest"]
                self._come_by(years.GOES_ON, entry)
            case Tag.CASE_ENDED:  # by the answers just given
                self.status = "ended"
                for element in years.GOES_ON:
                    self.steps.remove((element, entry.at))
                self._come_by(years.ENDS, entry)
            case Tag.CASE_MESSAGE:
                self._come_by(years.IS_CALLED, entry)
            case Tag.TIMER_FIRED:
                self.fired.append((told["element"], datetime.fromisoformat(told["due_at"]), entry.at))
                self._come_by(years.GOES_OFF[told["element"]], entry)
            case Tag.CASE_MOVED:
                assert self.definition == told["from_definition"]
                self.definition, self.moves = told["to_definition"], self.moves + 1
            case Tag.NOTICE_SENT:
                self.notices += told["recipients"]
            case Tag.TASK_DRAFTED | Tag.PARTY_SET:
                pass
            case _:
                raise AssertionError(f"{entry.tag} in the trail of a case that nothing happened to")

    def _come_by(self, elements: tuple[str, ...], entry: Audit) -> None:
        self.steps += [(element, entry.at) for element in elements]


def assert_whole() -> None:
    """Every case agrees with its trail, in one look at the database; others may be at work meanwhile."""
    with _one_look() as session:
        told: dict[int, Told] = defaultdict(Told)
        for entry in session.scalars(select(Audit).where(Audit.case_id.is_not(None)).order_by(Audit.number)):
            told[entry.case_id].take(entry)
        rows = _Rows(session)
        cases = session.scalars(select(Case).options(undefer(Case.state))).all()
        assert {case.id for case in cases} == set(told)
        for case in cases:
            rows.compare(case, told[case.id])
            _compare_with_the_engine(session, case, rows)


class _Rows:
    """The rows of all cases, by case."""

    def __init__(self, session: Session) -> None:
        self.tasks, self.steps = self._of(session, Task), self._of(session, Step)
        self.answers, self.fired = self._of(session, Answers), self._of(session, Firing)
        self.timers, self.moved = self._of(session, Timer), self._of(session, MovedCase)
        self.notices, self.year_ago = self._of(session, Notice), now(session) - timedelta(days=366)
        self.packed: set[int] = set()
        for packed in session.scalars(select(ClosedRows)):
            self.packed.add(packed.case_id)
            self.steps[packed.case_id] += closed_rows.unpack(packed.packed, Step)
            self.answers[packed.case_id] += closed_rows.unpack(packed.packed, Answers)
        self.drafts = Counter(session.scalars(select(Task.status).join(Draft, Draft.task_id == Task.id)))

    def _of(self, session: Session, model: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in session.scalars(select(model)):
            found[row.case_id].append(row)
        return found

    def compare(self, case: Case, told: Told) -> None:
        assert (case.definition_id, case.status) == (told.definition, told.status)
        tasks = {row.id: (row.status, row.assignee_id if row.status == "open" else row.done_by)
                 for row in self.tasks[case.id]}  # fmt: skip
        assert tasks == told.tasks
        given = [row for row in self.answers[case.id] if row.task_id is not None]
        assert {row.id: _digest(row) for row in given} == told.answers
        steps = sorted(self.steps[case.id], key=lambda row: row.position)
        # In one transaction a timer that is due goes off before the answers count that are named first in the trail.
        assert [row.at for row in steps] == [at for _, at in told.steps]
        assert sorted((row.element, row.at) for row in steps) == sorted(told.steps)
        # Each move of the engine is one revision; each but a move to another version leaves steps.
        assert case.revision == len({row.position // 1000 for row in steps}) + told.moves
        fired = {(row.element, row.due_at, row.fired_at) for row in self.fired[case.id]}  # kept for a year, and no more
        assert {one for one in told.fired if one[2] > self.year_ago} <= fired <= set(told.fired)
        assert len(told.fired) == len({one[:2] for one in told.fired}), "a timer went off twice"
        assert [row.outcome for row in self.moved[case.id]].count(MOVED) == told.moves
        assert sum(row.user_id is not None for row in self.notices[case.id]) == told.notices
        assert set(self.drafts) <= {"open"}


def _compare_with_the_engine(session: Session, case: Case, rows: _Rows) -> None:
    """What the engine itself finds in the state that was saved. A case closed for a month keeps none, only its rows."""
    if case.id in rows.packed:
        assert (case.state, case.status, case.next_due) == (b"", "ended", None)
        assert not rows.timers[case.id] and all(row.status != "open" for row in rows.tasks[case.id])
        return
    definition = compiled(session, case.definition_id)
    found = engine.wake(definition, case.state, facts=lambda name: None, now=case.created_at)
    open_keys = {row.key for row in rows.tasks[case.id] if row.status == "open"}
    assert {task.key for task in found.tasks} == open_keys
    timers = {(row.key, row.element, row.due_at) for row in rows.timers[case.id]}
    assert {(timer.key, timer.element, timer.due_at) for timer in found.timers} == timers
    assert case.next_due == min((due for _, _, due in timers), default=None)
    assert found.ended == (case.status == "ended") and dict(found.variables) == case.variables
    assert case.open_incidents == 0


def _digest(row: Answers) -> str:
    content = json.dumps(row.values, sort_keys=True, separators=(",", ":"))
    return audit.digest(content, str(row.id))


@contextmanager
def _one_look() -> Iterator[Session]:
    """All questions answered as of one moment."""
    with db.reading() as session:
        if db.engine().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
