"""Cases that stand still: the list, one incident with what can be done about it, and the figures for who watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app import engine
from app.domain.access import Actor
from app.domain.errors import NotVisible
from app.domain.kept_text import told
from app.domain.text import Text
from app.models.case import Case
from app.models.definition import Definition
from app.models.incident import Incident
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_case
from app.services.definitions import current, number_of, readable

_QUICK_TRIES = 3
OPEN, RESOLVED, ALL = "open", "resolved", "all"


@dataclass(frozen=True)
class IncidentRow:
    """An incident as lists show it. `step` is the name of the element, or its id where it has none."""

    id: int
    case_id: int
    title: str
    process_title: str
    step: str
    during: str
    reason: Text | str
    correlation_id: str
    attempts: int
    at: datetime
    last_at: datetime | None
    retry_at: datetime | None
    skip: bool
    resolved_at: datetime | None
    resolved_by_name: str | None
    resolution: str | None
    note: str | None


@dataclass(frozen=True)
class Variable:
    """A variable the process declares, what people call it, its kind and its value in the case."""

    name: str
    title: str
    kind: str
    value: Any


@dataclass(frozen=True)
class IncidentView:
    """One incident: what can be corrected, whether the step can be passed, and the version in force if it is newer."""

    row: IncidentRow
    process: str
    version: int
    variables: list[Variable]
    can_skip: bool
    newer: int | None


@dataclass(frozen=True)
class Standing:
    """How many incidents are open: those that need a person, and those that are tried again by themselves."""

    need_person: int
    tried_again: int


_FROM_ROW = tuple(field.name for field in fields(IncidentRow) if field.name not in ("step", "reason"))


def page(
    session: Session,
    actor: Actor,
    status: str = OPEN,
    process: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[IncidentRow]:
    """A page of the incidents in cases the actor sees, newest first."""
    limit = checked_limit(limit)
    query = _rows().where(visible_case(actor))
    if status != ALL:
        query = query.where(Incident.resolved_at.is_(None) if status == OPEN else Incident.resolved_at.is_not(None))
    if process:
        query = query.where(Case.process == process)
    after = decode_cursor(cursor, int)
    if after is not None:
        query = query.where(Incident.id < after[0])
    rows = session.execute(query.order_by(Incident.id.desc()).limit(limit + 1)).all()
    items = [_row(session, row) for row in rows[:limit]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > limit else None)


def one(session: Session, actor: Actor, incident_id: int) -> IncidentView:
    """One incident in a case the actor sees; NotVisible otherwise."""
    query = _rows().add_columns(Case.process, Case.variables, Definition.number)
    row = session.execute(query.where(Incident.id == incident_id, visible_case(actor))).one_or_none()
    if row is None:
        raise NotVisible()
    definition = readable(session, row.definition_id)
    variables = _variables(definition, row.variables) if definition is not None else []
    can_skip = definition is not None and engine.can_pass(definition.elements, (row.place, row.element or ""))
    return IncidentView(
        _row(session, row), row.process, row.number, variables, can_skip, _newer(session, row.process, row.number)
    )


def open_of(session: Session, case_id: int) -> list[IncidentRow]:
    """The open incidents of a case (the caller has checked that the case is visible), oldest first."""
    query = _rows().where(Incident.case_id == case_id, Incident.resolved_at.is_(None)).order_by(Incident.id)
    return [_row(session, row) for row in session.execute(query)]


def standing(session: Session) -> Standing:
    """The figures for who watches the server; one statement over the open ones.

    What a few quick tries did not mend needs a person, also where a message goes on looking for its receiver.
    """
    waits = and_(Incident.retry_at.is_not(None), Incident.attempts <= _QUICK_TRIES)
    row = session.execute(
        select(func.count().filter(~waits), func.count().filter(waits)).where(Incident.resolved_at.is_(None))
    ).one()
    return Standing(row[0], row[1])


def _newer(session: Session, process: str, number: int) -> int | None:
    try:
        in_force = number_of(session, current(session, process))
    except NotVisible:  # the process was retired
        return None
    return in_force if in_force > number else None


def _rows() -> Select[Any]:
    return (
        select(
            Incident.id,
            Incident.case_id,
            Case.title,
            Case.definition_id,
            Definition.title.label("process_title"),
            Incident.process.label("place"),
            Incident.element,
            Incident.during,
            Incident.reason,
            Incident.correlation_id,
            Incident.attempts,
            Incident.at,
            Incident.last_at,
            Incident.retry_at,
            Incident.skip,
            Incident.resolved_at,
            User.name.label("resolved_by_name"),
            Incident.resolution,
            Incident.note,
        )
        .join(Case, Case.id == Incident.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .join(User, User.id == Incident.resolved_by, isouter=True)
    )


def _row(session: Session, row: Any) -> IncidentRow:
    definition = readable(session, row.definition_id)
    element = definition.elements.get((row.place, row.element or "")) if definition is not None else None
    step = element.name if element is not None and element.name else row.element or ""
    return IncidentRow(step=step, reason=_reason(row.reason), **{name: row._mapping[name] for name in _FROM_ROW})


def _reason(kept: str) -> Text | str:
    """The sentence, to be told in the reader's language; incidents of the first release kept it as plain text."""
    return told(orjson.loads(kept)) if kept.startswith("[") else kept


def _variables(definition: engine.Definition, values: Mapping[str, Any]) -> list[Variable]:
    """By title: the one of the process that gives it one, where it shares the variable with processes it calls."""
    metas = [bundle.meta for bundle in definition.bundle.all().values()]
    titles = {name: meta.called(name) for meta in metas for name in meta.variable_titles}
    found = [
        Variable(name, titles.get(name, name), kind, values.get(name)) for name, kind in definition.variables.items()
    ]
    return sorted(found, key=lambda variable: variable.title)
