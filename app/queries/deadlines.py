"""What happens by itself in the coming 90 days.

Rows name a case and are of cases the actor sees. Figures name nobody; who watches over the whole gets those of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models.case import OPEN, Case, Timer
from app.models.clock import BRUSSELS, now
from app.models.definition import Definition
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_case

HORIZON = 90  # days
_DAYS_APART = 7  # the first days stand by themselves, then weeks


@dataclass(frozen=True)
class Due:
    """Something that happens by itself on a date."""

    case_id: int
    title: str
    process_title: str
    name: str
    due_at: datetime


@dataclass(frozen=True)
class Stretch:
    """A day or a week: from and up to but not including, and how much happens in it, per title of a process."""

    first: date
    end: date
    number: int
    processes: list[tuple[str, int]]


@dataclass(frozen=True)
class Coming:
    """The figures of the coming 90 days: the stretches in which something happens, and what should have already."""

    stretches: list[Stretch]
    overdue: int
    number: int


def coming(session: Session, actor: Actor, process: str | None = None) -> Coming:
    """How much happens by itself in the coming 90 days. One statement, over the indexed moments."""
    today = now(session).astimezone(BRUSSELS).date()
    bounds = [today + timedelta(days=day) for day in (*range(_DAYS_APART), *range(_DAYS_APART, HORIZON, 7), HORIZON)]
    moments = [_midnight(day) for day in bounds]
    moments[0] = now(session)
    counts = [func.count().filter(Timer.due_at >= begin, Timer.due_at < end) for begin, end in pairwise(moments)]
    query = (
        select(Definition.title, func.count().filter(Timer.due_at < moments[0]), *counts)
        .select_from(Timer)
        .join(Case, Case.id == Timer.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Case.status == OPEN, Timer.due_at < moments[-1], counted(actor))
        .group_by(Definition.title)
        .order_by(Definition.title)
    )
    rows = session.execute(of_process(query, process)).all()
    stretches = []
    for position, (first, end) in enumerate(pairwise(bounds)):
        processes = [(row[0], row[2 + position]) for row in rows if row[2 + position]]
        if processes:
            stretches.append(Stretch(first, end, sum(number for _, number in processes), processes))
    return Coming(stretches, sum(row[1] for row in rows), sum(stretch.number for stretch in stretches))


def page(
    session: Session,
    actor: Actor,
    process: str | None = None,
    first: date | None = None,
    end: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Due]:
    """A page of what happens by itself in cases the actor sees, soonest first, at most 90 days ahead."""
    limit = checked_limit(limit)
    last = min(filter(None, (end, now(session).astimezone(BRUSSELS).date() + timedelta(days=HORIZON))))
    query = (
        select(Timer.case_id, Case.title, Definition.title, Timer.name, Timer.due_at, Timer.id)
        .join(Case, Case.id == Timer.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Case.status == OPEN, Timer.due_at < _midnight(last), visible_case(actor))
        .order_by(Timer.due_at, Timer.id)
    )
    if first:
        query = query.where(Timer.due_at >= _midnight(first))
    after = decode_cursor(cursor, datetime, int)
    if after is not None:
        query = query.where(tuple_(Timer.due_at, Timer.id) > after)
    rows = session.execute(of_process(query, process).limit(limit + 1)).all()
    items = [Due(*row[:5]) for row in rows[:limit]]
    return Page(items, encode_cursor(*rows[limit - 1][4:]) if len(rows) > limit else None)


def counted(actor: Actor) -> ColumnElement[bool]:
    """Cases whose number this actor is told."""
    return true() if actor.oversees else visible_case(actor)


def of_process(query: Select[Any], process: str | None) -> Select[Any]:
    """Only of one process, where one was asked for."""
    return query.where(Case.process == process) if process else query


def _midnight(day: date) -> datetime:
    """The moment a day begins in Brussels."""
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC)
