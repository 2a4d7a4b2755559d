"""What the tables have of a case besides the case: parties, timers, open tasks and drafts, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, literal_column, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from app.models.base import Moment
from app.models.case import Case, CaseParty, Timer
from app.models.task import OPEN, Draft, Task

_AHEAD = "standing_ahead"
_task, _timer, _draft, _party = Task.__table__, Timer.__table__, Draft.__table__, CaseParty.__table__
assert isinstance(_task, Table) and isinstance(_timer, Table)
assert isinstance(_draft, Table) and isinstance(_party, Table)


def _nothing(columns: int) -> list[ColumnElement[Any]]:
    return [null() for _ in range(columns)]


# The first two give the columns their types.
_STANDING = union_all(
    select(literal_column("'party'").label("kind"), _party.c.id, _party.c.role.label("key"), *_nothing(2))
    .add_columns(type_coerce(null(), Moment), _party.c.organisation_id, _party.c.user_id)
    .where(_party.c.case_id == bindparam("case_id")),
    select(literal_column("'timer'"), _timer.c.id, _timer.c.key, _timer.c.process, _timer.c.element)
    .add_columns(_timer.c.due_at, *_nothing(2))
    .where(_timer.c.case_id == bindparam("case_id")),
    select(literal_column("'task'"), _task.c.id, _task.c.key, _task.c.process, _task.c.element, *_nothing(3)).where(
        _task.c.case_id == bindparam("case_id"), _task.c.status == OPEN
    ),
    select(literal_column("'draft'"), _draft.c.task_id, *_nothing(6))
    .join(_task, _task.c.id == _draft.c.task_id)
    .where(_task.c.case_id == bindparam("case_id"), _task.c.status == OPEN),
)


@dataclass(frozen=True)
class OpenRow:
    """An open task as far as a snapshot needs it."""

    id: int
    process: str
    element: str


@dataclass(frozen=True)
class Party:
    """Who takes a role in a case: an organisation, and perhaps the one person in it."""

    organisation_id: int
    user_id: int | None


@dataclass
class Standing:
    """What the tables have of a case: open tasks by the engine's key, those with drafts, timers by key and moment,
    parties by role."""

    tasks: dict[str, OpenRow] = field(default_factory=dict)
    drafted: set[int] = field(default_factory=set)
    timers: dict[tuple[str, datetime], int] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)


def read_ahead(session: Session, case: Case) -> Standing:
    """What stands for a locked case that is about to move; its next snapshot is applied to it without asking again."""
    found = _read(session, case)
    session.info[_AHEAD] = {case.id: found}
    return found


def take(session: Session, case: Case) -> Standing:
    """What stands for a locked case: as `read_ahead` left it, once, or read now."""
    return session.info.pop(_AHEAD, {}).get(case.id) or _read(session, case)


def _read(session: Session, case: Case) -> Standing:
    """What the tables have of a locked case, in one statement; nothing is asked about a case that just began."""
    found = Standing()
    rows = session.connection().execute(_STANDING, {"case_id": case.id}) if case.revision else ()
    for kind, row_id, key, process, element, due_at, organisation_id, user_id in rows:
        match kind:
            case "task":
                found.tasks[key] = OpenRow(row_id, process, element)
            case "draft":
                found.drafted.add(row_id)
            case "timer":
                found.timers[key, due_at] = row_id
            case _:
                found.parties[key] = Party(organisation_id, user_id)
    return found
