"""Cases: lists, and one case."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor, Permission
from app.domain.errors import NotVisible
from app.domain.search import fold
from app.models import task as tasks
from app.models.case import Case, CaseParty, Timer
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.record import Document, Note, Notice
from app.models.task import Task
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import listed_case, visible_case
from app.queries.worklist import TaskRow, row_of, task_rows
from app.services.definitions import compiled


@dataclass(frozen=True)
class CaseRow:
    """A case as lists show it."""

    id: int
    process: str
    process_title: str
    version: int
    title: str
    status: str
    revision: int
    person_id: int | None
    organisation_id: int | None
    organisation_name: str | None
    coach_id: int | None
    coach_name: str | None
    next_due: datetime | None
    created_at: datetime
    ended_at: datetime | None
    end_event: str | None


@dataclass(frozen=True)
class CaseFilter:
    """What is asked for; None is any."""

    q: str = ""
    process: str | None = None
    status: str | None = None
    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class PartyRow:
    """Who takes part, and so who can see the case."""

    role: str
    organisation_name: str
    user_name: str | None


@dataclass(frozen=True)
class CaseView:
    """One case as its page shows it."""

    row: CaseRow
    variables: dict[str, Any]
    person: Person | None
    parties: list[PartyRow]
    open_tasks: list[TaskRow]
    timers: list[Timer]
    messages: list[tuple[str, str]]
    documents: list[Document]
    notes: list[tuple[Note, str]]
    notices: list[Notice]


_FIELDS = tuple(field.name for field in fields(CaseRow))
_coach = aliased(User)


def page(
    session: Session, actor: Actor, wanted: CaseFilter, cursor: str | None = None, limit: int = 50
) -> Page[CaseRow]:
    """A page of the cases the actor sees, newest first."""
    limit = checked_limit(limit)
    query = _case_rows().where(listed_case(actor))
    for column, value in (
        (Case.process, wanted.process),
        (Case.status, wanted.status),
        (Case.person_id, wanted.person_id),
        (Case.organisation_id, wanted.organisation_id),
    ):
        if value:
            query = query.where(column == value)
    for word in fold(wanted.q).split():
        query = query.where(Case.search_title.contains(word, autoescape=True))
    after = decode_cursor(cursor, datetime, int)
    if after is not None:
        query = query.where(tuple_(Case.created_at, Case.id) < after)
    rows = session.execute(query.order_by(Case.created_at.desc(), Case.id.desc()).limit(limit + 1)).all()
    items = [_row(row) for row in rows[:limit]]
    more = encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None
    return Page(items, more)


def ensure_visible(session: Session, actor: Actor, case_id: int) -> Case:
    """The case, if the actor sees it; NotVisible otherwise."""
    case = session.scalars(select(Case).where(Case.id == case_id, visible_case(actor))).first()
    if case is None:
        raise NotVisible()
    return case


def one(session: Session, actor: Actor, case_id: int) -> CaseView:
    """One case the actor sees, with what is open, what comes and what lies on it."""
    case, row = _visible(session, actor, case_id)
    notes = select(Note, User.name).join(User, User.id == Note.author_id).where(Note.case_id == case_id)
    documents = select(Document).where(Document.case_id == case_id).order_by(Document.id.desc())
    notices = select(Notice).where(Notice.case_id == case_id).order_by(Notice.id.desc()).limit(50)
    return CaseView(
        row=row,
        variables=case.variables,
        person=session.get(Person, case.person_id) if case.person_id else None,
        parties=parties(session, case_id),
        open_tasks=open_tasks(session, case_id),
        timers=timers(session, case_id),
        messages=possible_messages(session, actor, case),
        documents=list(session.scalars(documents)),
        notes=[(found.Note, found.name) for found in session.execute(notes.order_by(Note.id.desc()))],
        notices=list(session.scalars(notices)),
    )


def timers(session: Session, case_id: int) -> list[Timer]:
    """What the case waits for by date (the caller has checked that the case is visible), in due order."""
    return list(session.scalars(select(Timer).where(Timer.case_id == case_id).order_by(Timer.due_at, Timer.id)))


def _visible(session: Session, actor: Actor, case_id: int) -> tuple[Case, CaseRow]:
    query = _case_rows().add_columns(Case).where(Case.id == case_id, visible_case(actor))
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotVisible()
    return found.Case, _row(found)


def possible_messages(session: Session, actor: Actor, case: Case) -> list[tuple[str, str]]:
    """The messages the case waits for that this actor may send: (name, Dutch title)."""
    if not case.waits_for or not actor.may(Permission.MESSAGE_SEND):
        return []
    definition = compiled(session, case.definition_id)
    found = [(name, definition.message(name)) for name in case.waits_for]
    return [
        (name, message.title) for name, message in found if message is not None and actor.roles & set(message.roles)
    ]


def open_tasks(session: Session, case_id: int) -> list[TaskRow]:
    """The open tasks of a case (the caller has checked that the case is visible), in due order."""
    rows = session.execute(
        task_rows().where(Task.case_id == case_id, Task.status == tasks.OPEN).order_by(Task.sort_at, Task.id)
    )
    return [row_of(row) for row in rows]


def parties(session: Session, case_id: int) -> list[PartyRow]:
    """Who takes part in a case."""
    rows = session.execute(
        select(CaseParty.role, Organisation.name, User.name)
        .join(Organisation, Organisation.id == CaseParty.organisation_id)
        .join(User, User.id == CaseParty.user_id, isouter=True)
        .where(CaseParty.case_id == case_id)
        .order_by(CaseParty.id)
    )
    return [PartyRow(role, organisation, user) for role, organisation, user in rows]


def _case_rows() -> Select[Any]:
    return (
        select(
            Case.id,
            Case.process,
            Definition.title.label("process_title"),
            Definition.number.label("version"),
            Case.title,
            Case.status,
            Case.revision,
            Case.person_id,
            Case.organisation_id,
            Organisation.name.label("organisation_name"),
            Person.coach_id,
            _coach.name.label("coach_name"),
            Case.next_due,
            Case.created_at,
            Case.ended_at,
            Case.end_event,
        )
        .join(Definition, Definition.id == Case.definition_id)
        .join(Organisation, Organisation.id == Case.organisation_id, isouter=True)
        .join(Person, Person.id == Case.person_id, isouter=True)
        .join(_coach, _coach.id == Person.coach_id, isouter=True)
    )


def _row(row: Any) -> CaseRow:
    return CaseRow(**{name: row._mapping[name] for name in _FIELDS})
