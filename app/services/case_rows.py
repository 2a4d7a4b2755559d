"""The rows that follow a case: read once, changed in memory, written together when every case touched is at rest.

One use case may move a case more than once (a branch tells another one) and other cases with it. Whatever the number
of moves, each table is then written once: one statement for all changed cases, one for all new tasks, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app import db
from app.models.base import new_id
from app.models.case import Case, Step, Timer
from app.models.held import held
from app.models.task import Draft, Task
from app.prepared import Prepared
from app.services import standing
from app.services.standing import OpenRow, Standing
from app.writing import Write

_GATHERED = "case_rows"
_case, _task, _timer, _step = Case.__table__, Task.__table__, Timer.__table__, Step.__table__
_draft = Draft.__table__
assert isinstance(_case, Table) and isinstance(_task, Table) and isinstance(_timer, Table)
assert isinstance(_step, Table) and isinstance(_draft, Table)
_TIMER = ("id", "case_id", "key", "process", "element", "name", "due_at")
_FOLLOWS = ("state", "variables", "waits_for", "revision", "next_due", "status", "ended_at", "end_event")

_INSERT_CASES = Prepared(insert(_case), _case.c.keys())
_UPDATE_CASES = Prepared(
    update(_case).where(_case.c.id == bindparam("of")).values({name: bindparam(name) for name in _FOLLOWS})
)
_CLOSE_TASKS = Prepared(
    update(_task)
    .where(_task.c.id == bindparam("of"))
    .values(status=bindparam("status"), done_at=bindparam("done_at"), done_by=bindparam("done_by"))
)
_DROP_TIMERS = Prepared(delete(_timer).where(_timer.c.id == bindparam("of")))
_REPLACE_TIMERS = Prepared(
    update(_timer).where(_timer.c.id == bindparam("of")).values({name: bindparam(name) for name in _TIMER})
)
_DROP_DRAFTS = Prepared(delete(_draft).where(_draft.c.task_id == bindparam("of")))
_INSERT_TASKS, _INSERT_TIMERS = Prepared(insert(_task), _task.c.keys()), Prepared(insert(_timer), _TIMER)
_INSERT_STEPS = Prepared(insert(_step), _step.c.keys())


class CaseRows:
    """What this transaction changes in the rows of cases, until it is written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._standing: dict[int, Standing] = {}
        self._forget()

    def _forget(self) -> None:
        self._cases: dict[int, Case] = {}
        self._new_tasks: dict[int, dict[str, Any]] = {}
        self._closed: dict[int, dict[str, Any]] = {}
        self._new_timers: dict[int, dict[str, Any]] = {}
        self._stale_timers: set[int] = set()
        self._stale_drafts: set[int] = set()
        self._steps: list[dict[str, Any]] = []

    def standing_of(self, case: Case) -> Standing:
        """What stands for the case, read when it is first asked for."""
        if case.id not in self._standing:
            self._standing[case.id] = standing.take(self._session, case)
        return self._standing[case.id]

    def change_case(self, case: Case, **values: Any) -> None:
        """Change columns of the case that follow the engine: seen at once, written at the end."""
        for name, value in values.items():
            set_committed_value(case, name, value)
        self._cases[case.id] = case

    def open_task(self, case: Case, values: Mapping[str, Any]) -> None:
        """A task opened."""
        self._new_tasks[values["id"]] = dict(values)
        self._standing[case.id].tasks[values["key"]] = OpenRow(values["id"], values["process"], values["element"])

    def close_task(self, case: Case, key: str, **values: Any) -> None:
        """A task was done or is no longer needed: `status`, `done_at` and `done_by`."""
        task_id = self._standing[case.id].tasks.pop(key).id
        if task_id in self._new_tasks:
            self._new_tasks[task_id] |= values
        else:
            self._closed[task_id] = {"of": task_id, **values}

    def drop_drafts(self, case: Case, task_id: int) -> None:
        """Nobody needs the drafts of this task any more."""
        if task_id in self._standing[case.id].drafted:
            self._stale_drafts.add(task_id)

    def arm_timer(self, case: Case, key: str, due_at: datetime, **values: Any) -> None:
        """A timer the case waits for from now on."""
        timer_id = self._standing[case.id].timers[key, due_at] = new_id()
        self._new_timers[timer_id] = {"id": timer_id, "case_id": case.id, "key": key, "due_at": due_at, **values}

    def drop_timer(self, case: Case, key: str, due_at: datetime) -> None:
        """A timer the case waits for no longer."""
        timer_id = self._standing[case.id].timers.pop((key, due_at))
        if self._new_timers.pop(timer_id, None) is None:
            self._stale_timers.add(timer_id)

    def add_steps(self, rows: Iterable[dict[str, Any]]) -> None:
        """Elements the case came by."""
        self._steps += rows

    def write(self) -> None:
        """Write what was gathered so far; at most one statement a table and kind."""
        db.later(
            self._session,
            (_UPDATE_CASES, self._changed_cases()),
            (_INSERT_TASKS, list(self._new_tasks.values())),
            (_CLOSE_TASKS, list(self._closed.values())),
            (_DROP_DRAFTS, [{"of": task_id} for task_id in sorted(self._stale_drafts)]),
            *self._timers(),
            (_INSERT_STEPS, self._steps),
        )
        db.settle(self._session)
        self._forget()

    def _changed_cases(self) -> list[dict[str, Any]]:
        """The columns of the cases that changed; one whose own row still waits to be written takes them along."""
        new = {row["id"]: row for row in db.waiting(self._session, _INSERT_CASES)}
        changed = []
        for case_id, case in sorted(self._cases.items()):
            columns = {name: getattr(case, name) for name in _FOLLOWS}
            if case_id in new:
                new[case_id].update(columns)
            else:
                changed.append({"of": case_id, **columns})
        return changed

    def _timers(self) -> list[Write]:
        """A timer that comes as another one goes takes over its row: the usual firing is one statement, not two."""
        stale, fresh = sorted(self._stale_timers), list(self._new_timers.values())
        replaced = min(len(stale), len(fresh))
        return [
            (_REPLACE_TIMERS, [{"of": of, **row} for of, row in zip(stale, fresh, strict=False)]),
            (_DROP_TIMERS, [{"of": of} for of in stale[replaced:]]),
            (_INSERT_TIMERS, fresh[replaced:]),
        ]


def add_case(session: Session, columns: dict[str, Any]) -> Case:
    """A new case with these columns, in the session at once and in the table before anybody asks for it."""
    db.later(session, (_INSERT_CASES, [columns]))
    return held(session, Case, columns)


@contextmanager
def gathered(session: Session) -> Iterator[CaseRows]:
    """The rows to change; written when the outermost block of the transaction ends, also when blocks nest."""
    rows = session.info.get(_GATHERED)
    if rows is not None:
        yield rows
        return
    rows = session.info[_GATHERED] = CaseRows(session)
    try:
        yield rows
        rows.write()
    finally:
        del session.info[_GATHERED]


def write_gathered(session: Session) -> None:
    """Let the tables say what is known so far, for code that asks them while cases still move."""
    rows = session.info.get(_GATHERED)
    if rows is not None:
        rows.write()
