"""The worklist: who has to do what by when. One indexed statement, whatever the number of open tasks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor, Permission
from app.domain.errors import NotVisible
from app.domain.search import fold
from app.models import task as tasks
from app.models.case import Case
from app.models.clock import BRUSSELS, now
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.models.task import Task
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_task, workable_task

TABS = ("mine", "team", "others", "all")


@dataclass(frozen=True)
class TaskRow:
    """A task as lists show it."""

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


@dataclass(frozen=True)
class Counts:
    """How many open tasks: mine, unclaimed in my team, with others; of the first two, how many late and this week."""

    mine: int
    team: int
    others: int
    late: int
    this_week: int


_FIELDS = tuple(field.name for field in fields(TaskRow))
_assignee = aliased(User)


def page(
    session: Session, actor: Actor, wanted: WorklistFilter, cursor: str | None = None, limit: int = 50
) -> Page[TaskRow]:
    """A page of tasks the actor sees, in due order (`sort` "due_at") or newest first ("-created_at")."""
    limit = checked_limit(limit)
    query = task_rows().where(*_conditions(session, actor, wanted))
    newest = wanted.sort == "-created_at"
    key: tuple[Any, Any] = (Task.created_at, Task.id) if newest else (Task.sort_at, Task.id)
    after = decode_cursor(cursor, datetime, int)
    if after is not None:
        query = query.where(tuple_(*key) < after if newest else tuple_(*key) > after)
    order = (key[0].desc(), key[1].desc()) if newest else key
    rows = session.execute(query.order_by(*order).limit(limit + 1)).all()
    items = [row_of(row) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    more = encode_cursor(last.created_at if newest else last.sort_at, last.id) if last else None
    return Page(items, more)


def one(session: Session, actor: Actor, task_id: int) -> TaskRow:
    """One task the actor sees; NotVisible otherwise."""
    row = session.execute(task_rows().where(Task.id == task_id, visible_task(actor))).one_or_none()
    if row is None:
        raise NotVisible()
    return row_of(row)


def counts(session: Session, actor: Actor) -> Counts:
    """The counts beside the tabs and in the title; one statement over the actor's own work, one over the rest."""
    end_of_week = week_end(now(session))
    mine = Task.assignee_id == actor.user_id
    row = session.execute(
        select(
            func.count().filter(mine),
            func.count().filter(Task.assignee_id.is_(None)),
            func.count().filter(Task.sort_at < now(session)),
            func.count().filter(and_(Task.sort_at >= now(session), Task.sort_at < end_of_week)),
        )
        .select_from(Task)
        .where(Task.status == tasks.OPEN, workable_task(actor), or_(mine, Task.assignee_id.is_(None)))
    ).one()
    others = session.scalar(
        select(func.count())
        .select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .where(Task.status == tasks.OPEN, *_others(actor))
    )
    return Counts(row[0], row[1], others or 0, row[2], row[3])


def week_end(moment: datetime) -> datetime:
    """The moment the current week ends in Brussels: next Monday, midnight."""
    local = moment.astimezone(BRUSSELS)
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=BRUSSELS)


def task_rows() -> Select[Any]:
    """The columns of a TaskRow, from tasks joined with their case."""
    return (
        select(
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
            Task.sort_at,
        )
        .join(Case, Case.id == Task.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .join(Organisation, Organisation.id == Task.organisation_id, isouter=True)
        .join(_assignee, _assignee.id == Task.assignee_id, isouter=True)
    )


def row_of(row: Any) -> TaskRow:
    """A TaskRow from a row of `task_rows`."""
    return TaskRow(**{name: row._mapping[name] for name in _FIELDS})


def _conditions(session: Session, actor: Actor, wanted: WorklistFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Task.status == wanted.status]
    conditions += _tab(actor, wanted.tab)
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
    for word in fold(wanted.q).split():
        conditions.append(Task.search_subject.contains(word, autoescape=True))
    return conditions


def _tab(actor: Actor, tab: str) -> list[ColumnElement[bool]]:
    if tab == "mine":
        return [workable_task(actor), Task.assignee_id == actor.user_id]
    if tab == "team":
        return [workable_task(actor), Task.assignee_id.is_(None)]
    if tab == "others":
        return _others(actor)
    if actor.may(Permission.TASK_WORK):
        return [or_(workable_task(actor), visible_task(actor))]
    return [visible_task(actor)]


def _others(actor: Actor) -> list[ColumnElement[bool]]:
    own = and_(workable_task(actor), or_(Task.assignee_id == actor.user_id, Task.assignee_id.is_(None)))
    return [visible_task(actor), not_(own)]
