"""What the tables have of a case besides the case: parties, timers, open tasks and drafts, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Table,
    bindparam,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from app.models.base import Moment
from app.models.case import Case, CaseParty, Timer
from app.models.task import OPEN, Draft, Task
from app.prepared import Prepared

_AHEAD = "standing_ahead"
_task, _timer, _draft, _party = Task.__table__, Timer.__table__, Draft.__table__, CaseParty.__table__
assert isinstance(_task, Table) and isinstance(_timer, Table)
assert isinstance(_draft, Table) and isinstance(_party, Table)


def _nothing(columns: int) -> list[ColumnElement[Any]]:
    return [null() for _ in range(columns)]


def _question(wanted: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """What stands for the wanted cases. The first part gives the columns their types."""
    return union_all(
        select(_party.c.case_id, literal_column("'party'").label("kind"), _party.c.id, _party.c.role.label("key"))
        .add_columns(*_nothing(2), type_coerce(null(), Moment), _party.c.organisation_id, _party.c.user_id)
        .where(wanted(_party.c.case_id)),
        select(_timer.c.case_id, literal_column("'timer'"), _timer.c.id, _timer.c.key, _timer.c.process)
        .add_columns(_timer.c.element, _timer.c.due_at, *_nothing(2))
        .where(wanted(_timer.c.case_id)),
        select(_task.c.case_id, literal_column("'task'"), _task.c.id, _task.c.key, _task.c.process, _task.c.element)
        .add_columns(*_nothing(3))
        .where(wanted(_task.c.case_id), _task.c.status == OPEN),
        select(_task.c.case_id, literal_column("'draft'"), _draft.c.task_id, *_nothing(6))
        .join(_task, _task.c.id == _draft.c.task_id)
        .where(wanted(_task.c.case_id), _task.c.status == OPEN),
    )


# Nearly always it is one case; a list would be put into the statement anew each time.
_OF_ONE = Prepared(_question(lambda case_id: case_id == bindparam("case", type_=BigInteger)))
_OF_MANY = _question(lambda case_id: case_id.in_(bindparam("cases", expanding=True)))


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
    return read_all_ahead(session, [case])[case.id]


def read_all_ahead(session: Session, cases: Sequence[Case]) -> dict[int, Standing]:
    """The same for cases that are about to move one after the other, by case."""
    found: dict[int, Standing] = _read(session, cases)
    session.info[_AHEAD] = dict(found)
    return found


def take(session: Session, case: Case) -> Standing:
    """What stands for a locked case: as `read_ahead` left it, once, or read now."""
    ahead: dict[int, Standing] = session.info.get(_AHEAD, {})
    return ahead.pop(case.id, None) or _read(session, [case])[case.id]


def _read(session: Session, cases: Sequence[Case]) -> dict[int, Standing]:
    """What the tables have of locked cases, in one statement; nothing is asked about a case that just began."""
    found = {case.id: Standing() for case in cases}
    begun = [case.id for case in cases if case.revision]
    if not begun:
        return found
    connection = session.connection()
    rows = (
        _OF_ONE.all(connection, case=begun[0])
        if len(begun) == 1
        else connection.execute(_OF_MANY, {"cases": begun}).all()
    )
    for case_id, kind, row_id, key, process, element, due_at, organisation_id, user_id in rows:
        of_case = found[case_id]
        match kind:
            case "task":
                of_case.tasks[key] = OpenRow(row_id, process, element)
            case "draft":
                of_case.drafted.add(row_id)
            case "timer":
                of_case.timers[key, due_at] = row_id
            case _:
                of_case.parties[key] = Party(organisation_id, user_id)
    return found
