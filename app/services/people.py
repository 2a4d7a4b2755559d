"""Target-group employees: register, correct.

Each function is one use case in one transaction: load, may I, guard, act, audit.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.codes import Language
from app.domain.errors import NotAllowed
from app.domain.search import fold
from app.domain.text import say
from app.models.case import Case
from app.models.clock import now, today
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.task import Task
from app.services import audit
from app.services.fields import Fields
from app.services.national_numbers import ensure_new, fill_number, known_already, read_number
from app.services.person_in_hand import coach_of, visible

_LANGUAGES = frozenset(Language)
_CHANGEABLE = frozenset({"first_name", "last_name", "language", "address", "email", "phone"})


@dataclass(frozen=True)
class NewPerson:
    """An employee to register, as typed."""

    first_name: str
    last_name: str
    national_number: str
    organisation_id: int
    coach_id: int | None = None
    language: str = "nl"
    address: str | None = None
    email: str | None = None
    phone: str | None = None


def register(actor: Actor, new: NewPerson) -> int:
    """Register an employee of an enterprise; returns his id.

    Refusals: NotAllowed, AnswersInvalid (also when the national number is registered already).
    """
    with db.transaction() as session:
        return add(session, actor, new).id


def add(session: Session, actor: Actor, new: NewPerson) -> Person:
    """The inside of `register`, for a use case that registers somebody as part of its own transaction."""
    if not _may_register(actor, new.organisation_id):
        raise NotAllowed(say("U kunt hier geen werknemer registreren."))
    return enter(session, actor, new)


def enter(session: Session, actor: Actor, new: NewPerson) -> Person:
    """Register somebody for a use case that asked itself whether the actor may. Refusals: AnswersInvalid."""
    fields = Fields()
    number = read_number(fields, new.national_number, today(session))
    person = Person(
        first_name=fields.line("first_name", new.first_name, 100),
        last_name=fields.line("last_name", new.last_name, 100),
        language=fields.one_of("language", new.language, _LANGUAGES),
        address=fields.optional_line("address", new.address, 300),
        email=fields.optional_email("email", new.email),
        phone=fields.optional_line("phone", new.phone, 40),
        organisation_id=_enterprise(session, fields, new.organisation_id),
        coach_id=coach_of(session, fields, new.coach_id, new.organisation_id) if new.coach_id else None,
        created_at=now(session),
    )
    fields.ensure()
    assert number is not None  # ensure() raised otherwise
    fill_number(person, number)
    person.search_name = search_name(person)
    ensure_new(session, person.number_digest)
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        raise known_already() from None  # registered by somebody else between our look and our write
    audit.record(session, Tag.PERSON_REGISTERED, actor=actor, person=person.id, organisation=person.organisation_id)
    return person


def change(actor: Actor, person_id: int, **changes: str | None) -> None:
    """Correct the name or contact details of an employee.

    Fields: first_name, last_name, language, address, email, phone.
    """
    unknown = changes.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"not a field of a person that can be changed: {sorted(unknown)}")
    with db.transaction() as session:
        person = visible(session, actor, person_id)
        if not actor.may_in(Permission.PERSON_REGISTER, person.organisation_id):
            raise NotAllowed()
        before = person.name
        changed = _apply_changes(person, changes)
        if not changed:
            return
        person.search_name = search_name(person)
        if person.name != before:
            _rename_copies(session, person, before)
        audit.record(session, Tag.PERSON_CHANGED, actor=actor, person=person.id, fields=sorted(changed))


def search_name(person: Person) -> str:
    """The name as lists sort and search it: last name first, folded."""
    return fold(f"{person.last_name} {person.first_name}")


def _may_register(actor: Actor, organisation_id: int) -> bool:
    """The enterprise itself registers its people; VDAB, who guides candidates, may do so for any enterprise."""
    return actor.has(Role.VDAB_COUNSELLOR) or actor.may_in(Permission.PERSON_REGISTER, organisation_id)


def _enterprise(session: Session, fields: Fields, organisation_id: int) -> int:
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or not organisation.active or organisation.kind != "enterprise":
        fields.refuse("organisation_id", say("Kies een onderneming uit de lijst."))
    return organisation_id


def _apply_changes(person: Person, changes: dict[str, str | None]) -> list[str]:
    fields = Fields()
    values: dict[str, str | None] = {}
    for field, value in changes.items():
        if field in ("first_name", "last_name"):
            values[field] = fields.line(field, value, 100)
        elif field == "language":
            values[field] = fields.one_of(field, value, _LANGUAGES)
        elif field == "email":
            values[field] = fields.optional_email(field, value)
        else:
            values[field] = fields.optional_line(field, value, 300 if field == "address" else 40)
    fields.ensure()
    changed = [field for field, value in values.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, values[field])
    return changed


def _rename_copies(session: Session, person: Person, before: str) -> None:
    """The name is copied onto cases and tasks for fast lists: the copies follow."""
    session.execute(
        update(Case)
        .where(Case.person_id == person.id, Case.title == before)
        .values(title=person.name, search_title=fold(person.name))
    )
    theirs = select(Case.id).where(Case.person_id == person.id)
    for task in session.scalars(select(Task).where(Task.case_id.in_(theirs), Task.subject == before)):
        task.subject = person.name
        task.search_subject = fold(f"{person.name} {task.name}")
