"""Employees: the list one searches, and one employee with what hangs on him. National numbers stay masked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor, Permission
from app.domain.errors import NotVisible
from app.domain.identifiers import InvalidIdentifier, national_number
from app.domain.search import fold
from app.models.base import search_digest
from app.models.case import Case
from app.models.definition import Definition
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_case, visible_person

_coach = aliased(User)


@dataclass(frozen=True)
class TrajectoryRow:
    """The newest trajectory of an employee."""

    id: int
    case_id: int
    status: str
    clock_start: date | None
    ended_on: date | None
    destination: str | None


@dataclass(frozen=True)
class PersonRow:
    """An employee as lists show him."""

    id: int
    name: str
    number_masked: str
    organisation_id: int
    organisation_name: str
    coach_id: int | None
    coach_name: str | None
    trajectory: TrajectoryRow | None


@dataclass(frozen=True)
class CaseLink:
    """A case of an employee that the reader sees."""

    id: int
    process: str
    process_title: str
    status: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class PersonView:
    """One employee: what lists show, contact details, employments, cases."""

    row: PersonRow
    first_name: str
    last_name: str
    birth_date: date | None
    language: str
    address: str | None
    email: str | None
    phone: str | None
    employments: list[Employment]
    cases: list[CaseLink]


def page(
    session: Session,
    actor: Actor,
    *,
    q: str = "",
    organisation_id: int | None = None,
    coach_id: int | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[PersonRow]:
    """A page of employees the actor sees, by last name. `q` is part of a name, or a whole national number."""
    limit = checked_limit(limit)
    query = _rows().where(_readable(actor), *_search(q))
    if organisation_id:
        query = query.where(Person.organisation_id == organisation_id)
    if coach_id:
        query = query.where(Person.coach_id == coach_id)
    key = decode_cursor(after, str, int)
    if key is not None:
        query = query.where(tuple_(Person.search_name, Person.id) > key)
    rows = session.execute(query.order_by(Person.search_name, Person.id).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(_people(session, rows[:limit]), encode_cursor(last.search_name, last.id) if last else None)


def one(session: Session, actor: Actor, person_id: int) -> PersonView:
    """One employee the actor sees. NotVisible otherwise."""
    found = session.execute(_rows().where(Person.id == person_id, _readable(actor))).one_or_none()
    if found is None:
        raise NotVisible()
    person = session.get_one(Person, person_id)
    employments = session.scalars(
        select(Employment).where(Employment.person_id == person_id).order_by(Employment.starts_on.desc())
    ).all()
    return PersonView(
        row=_people(session, [found])[0],
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        language=person.language,
        address=person.address,
        email=person.email,
        phone=person.phone,
        employments=list(employments),
        cases=_cases(session, actor, person_id),
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    """The same condition for the list and for one: may read people (or is the person), and sees this one."""
    if actor.may(Permission.PERSON_READ):
        return visible_person(actor)
    return Person.id == actor.person_id if actor.person_id is not None else false()


def _search(q: str) -> list[ColumnElement[bool]]:
    if sum(character.isdigit() for character in q) == 11:
        try:
            return [Person.number_digest == search_digest(national_number(q).digits)]
        except InvalidIdentifier:
            return [false()]
    return [Person.search_name.contains(word, autoescape=True) for word in fold(q).split()]


def _rows() -> Select[Any]:
    return (
        select(
            Person.id, Person.first_name, Person.last_name, Person.search_name, Person.number_masked,
            Person.organisation_id, Organisation.name.label("organisation_name"), Person.coach_id,
            _coach.name.label("coach_name"),
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(_coach, _coach.id == Person.coach_id, isouter=True)
    )  # fmt: skip


def _people(session: Session, rows: Any) -> list[PersonRow]:
    trajectories = _newest_trajectories(session, [row.id for row in rows])
    return [
        PersonRow(
            row.id, f"{row.first_name} {row.last_name}", row.number_masked, row.organisation_id,
            row.organisation_name, row.coach_id, row.coach_name, trajectories.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def _newest_trajectories(session: Session, person_ids: list[int]) -> dict[int, TrajectoryRow]:
    found = session.scalars(select(Trajectory).where(Trajectory.person_id.in_(person_ids)).order_by(Trajectory.id))
    return {
        row.person_id: TrajectoryRow(row.id, row.case_id, row.status, row.clock_start, row.ended_on, row.destination)
        for row in found
    }


def _cases(session: Session, actor: Actor, person_id: int) -> list[CaseLink]:
    rows = session.execute(
        select(Case.id, Case.process, Definition.title, Case.status, Case.created_at, Case.ended_at)
        .join(Definition, Definition.id == Case.definition_id)
        .where(and_(Case.person_id == person_id, visible_case(actor)))
        .order_by(Case.id.desc())
    )
    return [CaseLink(*row) for row in rows]
