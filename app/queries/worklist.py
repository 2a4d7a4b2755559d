"""The worklist: who has to do what by when. Ranges of indexes, whatever the number of open tasks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor
from app.domain.codes import TrajectoryStatus
from app.domain.errors import NotVisible
from app.domain.search import fold
from app.models import task as tasks
from app.models.base import Id, Moment
from app.models.case import Case
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import User
from app.prepared import Prepared
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.task_text import found_before, holding, holding_short, the_few
from app.queries.visible import visible_task
from app.queries.worklist_ranges import Range, everything_seen, held_by, of_tab

TABS = ("mine", "team", "others", "all")


@dataclass(frozen=True)
class TaskRow:
    """A task as lists show it; `paused`: of a trajectory that is suspended."""

    id: int
    case_id: int
    process: str
    process_title: str
    element: str
    name: str
    role: str
    organisation_id: int | None
    organisation_name: str | None
    assignee_id: int | None
    assignee_name: str | None
    due_at: datetime | None
    created_at: datetime
    priority: int
    subject: str
    status: str
    revision: int
    paused: bool = False


@dataclass(frozen=True)
class WorklistFilter:
    """What is asked for. `tab`: mine, team (unclaimed work of my roles), others (what my cases wait for), all."""

    tab: str = "all"
    q: str = ""
    process: str | None = None
    element: str | None = None
    role: str | None = None
    case_id: int | None = None
    organisation_id: int | None = None
    assignee_id: int | None = None
    status: str = tasks.OPEN
    due_before: datetime | None = None
    sort: str = "due_at"


_FIELDS = tuple(field.name for field in fields(TaskRow))
_assignee = aliased(User)


def page(
    session: Session, actor: Actor, wanted: WorklistFilter, cursor: str | None = None, limit: int = 50
) -> Page[TaskRow]:
    """A page of tasks the actor sees, in due order (`sort` "due_at") or newest first ("-created_at")."""
    limit = checked_limit(limit)
    newest = wanted.sort == "-created_at"
    after = decode_cursor(cursor, datetime, int)
    words = fold(wanted.q).split()
    few = the_few(session, words, newest) if words and wanted.status == tasks.OPEN else None
    sought_in = session.get_bind().dialect.name if few is not None else None
    values = {"after_key": after[0], "after_id": after[1]} if after is not None else {}
    values |= {"few": few} if few is not None else {}
    found: dict[int, Any] = {}
    for query in _statements(actor, wanted, after is not None, limit + 1, sought_in):
        found |= {row.id: row for row in query.all(session.connection(), **values)}
    rows = sorted(found.values(), key=_newest if newest else _due, reverse=newest)
    last = rows[limit - 1] if len(rows) > limit else None
    more = encode_cursor(*(_newest if newest else _due)(last)) if last else None
    return Page([row_of(row) for row in rows[:limit]], more)


def one(session: Session, actor: Actor, task_id: int) -> TaskRow:
    """One task the actor sees; NotVisible otherwise."""
    row = _seen(actor).first(session.connection(), task_id=task_id)
    if row is None:
        raise NotVisible()
    return row_of(row)


@lru_cache(maxsize=500)
def _seen(actor: Actor) -> Prepared:
    """The question of `one`, made once an actor: making it costs more than asking it."""
    return Prepared(task_rows().where(Task.id == bindparam("task_id"), visible_task(actor)))


def task_rows(few: Subquery | None = None) -> Select[Any]:
    """The columns of a TaskRow, from tasks joined with their case; `few`: only of those with its `id`. They come first:
    of more than eight tables PostgreSQL takes the joins in the order they are written in, and came to them last."""
    rows = select(
        Task.id,
        Task.case_id,
        Task.process,
        Definition.title.label("process_title"),
        Task.element,
        Task.name,
        Task.role,
        Task.organisation_id,
        Organisation.name.label("organisation_name"),
        Task.assignee_id,
        _assignee.name.label("assignee_name"),
        Task.due_at,
        Task.created_at,
        Task.priority,
        Task.subject,
        Task.status,
        Case.revision,
        (func.coalesce(Trajectory.status, "") == TrajectoryStatus.GESCHORST.value).label("paused"),
        Task.sort_at,
    )
    tasks_first = rows.select_from(Task) if few is None else rows.select_from(few).join(Task, Task.id == few.c.id)
    return (
        tasks_first.join(Case, Case.id == Task.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .join(Organisation, Organisation.id == Task.organisation_id, isouter=True)
        .join(_assignee, _assignee.id == Task.assignee_id, isouter=True)
        .join(Trajectory, Trajectory.case_id == Case.id, isouter=True)
    )


def row_of(row: Any) -> TaskRow:
    """A TaskRow from a row of `task_rows`, whose first columns are its fields in order."""
    return TaskRow(*row[: len(_FIELDS)])


def _due(row: Any) -> tuple[datetime, int]:
    return row.sort_at, row.id


def _newest(row: Any) -> tuple[datetime, int]:
    return row.created_at, row.id


@lru_cache(maxsize=1000)
def _statements(
    actor: Actor, wanted: WorklistFilter, paged: bool, limit: int, sought_in: str | None
) -> tuple[Prepared, ...]:
    """One statement per range, in order; `paged`: from after_key and after_id on; `sought_in`: a database of this
    product has few tasks with the words, and those are looked at: which of them are on the page is decided before
    anything else is asked of them. Made once: a statement is known again by itself."""
    found = []
    newest, words, sought = wanted.sort == "-created_at", fold(wanted.q).split(), sought_in is not None
    rows = _of_the_few(sought_in) if sought_in is not None else task_rows()
    texts = holding_short(words) if sought else holding(words)
    for stretch in _ranges(actor, wanted):
        key = stretch.key(newest)
        query = stretch.of(rows, wanted.status, sought=sought).where(*_conditions(wanted), *texts)
        if paged:
            after = tuple_(bindparam("after_key", type_=Moment()), bindparam("after_id", type_=Id))
            query = query.where(tuple_(*key) < after if newest else tuple_(*key) > after)
        query = query.order_by(*(column.desc() if newest else column for column in key)).limit(limit)
        found.append(Prepared(task_rows(query.subquery("page")) if sought else query))
    return tuple(found)


def _of_the_few(product: str) -> Select[Any]:
    """The ids of the tasks that were found, joined with what decides about them."""
    few = found_before(product)
    return select(Task.id).select_from(few).join(Task, Task.id == few.c.id).join(Case, Case.id == Task.case_id)


def _ranges(actor: Actor, wanted: WorklistFilter) -> list[Range]:
    if wanted.tab == "all" and (wanted.case_id or wanted.status != tasks.OPEN):
        return [everything_seen(actor)]
    if wanted.tab == "all" and wanted.assignee_id:
        return [held_by(actor, wanted.assignee_id)]
    return of_tab(actor, wanted.tab)


def _conditions(wanted: WorklistFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (Task.process, wanted.process),
        (Task.element, wanted.element),
        (Task.role, wanted.role),
        (Task.case_id, wanted.case_id),
        (Task.organisation_id, wanted.organisation_id),
        (Task.assignee_id, wanted.assignee_id),
    ):
        if value:
            conditions.append(column == value)
    if wanted.due_before:
        conditions.append(Task.sort_at < wanted.due_before)
    return conditions
