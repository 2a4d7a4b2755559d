"""Target-group employees: register, change, hand over to another coach, show the national number.

Each function is one use case in one transaction: load, may I, guard, act, audit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import db
from app.domain.access import GRANTS, Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.codes import Language, RevealPurpose
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.identifiers import (
    InvalidIdentifier,
    NationalNumber,
    format_national_number,
    national_number,
)
from app.domain.search import fold
from app.domain.text import say
from app.models import task as tasks
from app.models.base import search_digest
from app.models.case import OPEN, Case
from app.models.clock import now, today
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.task import Task
from app.models.user import Membership, User
from app.queries.visible import visible_person
from app.services import audit
from app.services.fields import Fields
from app.services.notes import add_note
from app.services.parties import set_party

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
    fields = Fields()
    number = _number(fields, new.national_number, today(session))
    person = Person(
        first_name=fields.line("first_name", new.first_name, 100),
        last_name=fields.line("last_name", new.last_name, 100),
        language=fields.one_of("language", new.language, _LANGUAGES),
        address=fields.optional_line("address", new.address, 300),
        email=fields.optional_email("email", new.email),
        phone=fields.optional_line("phone", new.phone, 40),
        organisation_id=_enterprise(session, fields, new.organisation_id),
        coach_id=_coach(session, fields, new.coach_id, new.organisation_id) if new.coach_id else None,
        created_at=now(session),
    )
    fields.ensure()
    assert number is not None  # ensure() raised otherwise
    _fill_number(person, number)
    person.search_name = search_name(person)
    _ensure_new(session, person.number_digest)
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        raise _known_already() from None  # registered by somebody else between our look and our write
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
        person = _visible(session, actor, person_id)
        if not _may_in(actor, Permission.PERSON_REGISTER, person.organisation_id):
            raise NotAllowed()
        before = person.name
        changed = _apply_changes(person, changes)
        if not changed:
            return
        person.search_name = search_name(person)
        if person.name != before:
            _rename_copies(session, person, before)
        audit.record(session, Tag.PERSON_CHANGED, actor=actor, person=person.id, fields=sorted(changed))


def transfer(actor: Actor, person_id: int, coach_id: int, reason: str) -> int:
    """Hand an employee over to another coach of his enterprise; returns how many open tasks moved along.

    The open cases of the employee get the new coach as party, the coach's open tasks in them become his, and the
    reason is kept with them as a note.
    """
    with db.transaction() as session:
        person = _visible(session, actor, person_id)
        if not _may_in(actor, Permission.PERSON_TRANSFER, person.organisation_id):
            raise NotAllowed(say("U kunt deze werknemer niet aan een andere coach geven."))
        fields = Fields()
        reason = fields.paragraphs("reason", reason, 2000)
        _coach(session, fields, coach_id, person.organisation_id)
        if coach_id == person.coach_id:
            fields.refuse("coach_id", say("Dit is al de coach van %(person)s.", person=person.name))
        fields.ensure()
        previous, person.coach_id = person.coach_id, coach_id
        moved = _move_cases(session, actor, person, coach_id, reason)
        audit.record(
            session,
            Tag.PERSON_TRANSFERRED,
            actor=actor,
            person=person.id,
            coach=coach_id,
            previous=previous,
            reason_digest=audit.digest(reason, str(person.id)),
            tasks=moved,
        )
        return moved


def move_to_enterprise(session: Session, actor: Actor, person_id: int, organisation_id: int) -> None:
    """Let an employee go over to another enterprise, inside the running transaction: himself, his account, his cases.

    The new enterprise names a coach of its own (`transfer`); until then its team of coaches has the work.
    """
    person = session.get_one(Person, person_id)
    previous, person.organisation_id, person.coach_id = person.organisation_id, organisation_id, None
    account = session.scalars(select(User.id).where(User.person_id == person.id, User.active)).first()
    session.execute(
        update(Membership)
        .where(
            Membership.user_id.in_(select(User.id).where(User.person_id == person.id)),
            Membership.role == Role.WORKER.value,
            Membership.organisation_id == previous,
        )
        .values(organisation_id=organisation_id)
    )
    for case in session.scalars(
        select(Case).where(Case.person_id == person.id, Case.status == OPEN).order_by(Case.id).with_for_update()
    ):
        set_party(session, case, Role.COACH, organisation_id, None, actor=actor)
        set_party(session, case, Role.EMPLOYER, organisation_id, None, actor=actor)
        if account is not None:
            set_party(session, case, Role.WORKER, organisation_id, account, actor=actor)
    audit.record(session, Tag.PERSON_CHANGED, actor=actor, person=person.id, fields=["coach", "organisation"])


def reveal_national_number(actor: Actor, person_id: int, purpose: str) -> str:
    """The whole national number, with separators. Who asked and why goes into the audit trail, each time."""
    with db.transaction() as session:
        person = _visible(session, actor, person_id)
        if not actor.may(Permission.PERSON_REVEAL):
            raise NotAllowed(say("U kunt het rijksregisternummer niet bekijken."))
        fields = Fields()
        code = fields.one_of("purpose", purpose, frozenset(RevealPurpose))
        fields.ensure()
        audit.record(session, Tag.PERSON_NUMBER_SHOWN, actor=actor, person=person.id, purpose=code)
        return format_national_number(person.national_number)


def search_name(person: Person) -> str:
    """The name as lists sort and search it: last name first, folded."""
    return fold(f"{person.last_name} {person.first_name}")


# helpers


def _visible(session: Session, actor: Actor, person_id: int) -> Person:
    person = session.scalars(
        select(Person).where(Person.id == person_id, visible_person(actor)).with_for_update()
    ).first()
    if person is None or not (actor.may(Permission.PERSON_READ) or actor.person_id == person_id):
        raise NotVisible()
    return person


def _may_in(actor: Actor, permission: Permission, organisation_id: int) -> bool:
    """Whether a role of the actor in this very organisation grants it, or he administers the platform."""
    if actor.system or (actor.has(Role.ADMINISTRATOR) and permission in GRANTS[Role.ADMINISTRATOR]):
        return True
    return any(m.organisation_id == organisation_id and permission in GRANTS[m.role] for m in actor.memberships)


def _may_register(actor: Actor, organisation_id: int) -> bool:
    """The enterprise itself registers its people; VDAB, who guides candidates, may do so for any enterprise."""
    vdab = actor.has(Role.VDAB_COUNSELLOR) and Permission.PERSON_REGISTER in GRANTS[Role.VDAB_COUNSELLOR]
    return vdab or _may_in(actor, Permission.PERSON_REGISTER, organisation_id)


def _number(fields: Fields, typed: str, on: date) -> NationalNumber | None:
    try:
        return national_number(typed, today=on)
    except InvalidIdentifier as problem:
        fields.refuse("national_number", problem.text)
        return None


def _fill_number(person: Person, number: NationalNumber) -> None:
    person.national_number = number.digits
    person.number_digest = search_digest(number.digits)
    person.number_masked = number.masked
    person.birth_date = number.born


def _enterprise(session: Session, fields: Fields, organisation_id: int) -> int:
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or not organisation.active or organisation.kind != "enterprise":
        fields.refuse("organisation_id", say("Kies een onderneming uit de lijst."))
    return organisation_id


def _coach(session: Session, fields: Fields, coach_id: int, organisation_id: int) -> int:
    found = session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == coach_id,
            User.active,
            Membership.role == Role.COACH.value,
            Membership.organisation_id == organisation_id,
        )
    )
    if found is None:
        fields.refuse("coach_id", say("Kies een coach van deze onderneming."))
    return coach_id


def _ensure_new(session: Session, number_digest: str) -> None:
    if session.scalar(select(Person.id).where(Person.number_digest == number_digest)) is not None:
        raise _known_already()


def _known_already() -> AnswersInvalid:
    return AnswersInvalid(
        {
            "national_number": [
                say(
                    "Een persoon met dit rijksregisternummer is al geregistreerd. Zoek de persoon op, "
                    "of vraag de vorige onderneming of VDAB om het dossier over te dragen."
                )
            ]
        }
    )


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


def _move_cases(session: Session, actor: Actor, person: Person, coach_id: int, reason: str) -> int:
    cases = session.scalars(
        select(Case).where(Case.person_id == person.id, Case.status == OPEN).order_by(Case.id).with_for_update()
    ).all()
    moved = session.scalar(
        select(func.count())
        .select_from(Task)
        .where(
            Task.case_id.in_([case.id for case in cases]),
            Task.role == Role.COACH.value,
            Task.status == tasks.OPEN,
        )
    )
    for case in cases:
        set_party(session, case, Role.COACH, person.organisation_id, coach_id, actor=actor)
        if actor.user_id is not None:
            add_note(session, actor, case.id, reason)
    return moved or 0
