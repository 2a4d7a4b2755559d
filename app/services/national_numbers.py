"""The national number of an employee: checked, kept sealed, shown whole only for a purpose."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.codes import RevealPurpose
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.identifiers import (
    InvalidIdentifier,
    NationalNumber,
    format_national_number,
    national_number,
)
from app.domain.text import say
from app.models.base import search_digest
from app.models.person import Person
from app.services import audit
from app.services.fields import Fields
from app.services.person_in_hand import visible


def reveal_national_number(actor: Actor, person_id: int, purpose: str) -> str:
    """The whole national number, with separators. Who asked and why goes into the audit trail, each time."""
    with db.transaction() as session:
        person = visible(session, actor, person_id)
        if not actor.may(Permission.PERSON_REVEAL):
            raise NotAllowed(say("U kunt het rijksregisternummer niet bekijken."))
        fields = Fields()
        code = fields.one_of("purpose", purpose, frozenset(RevealPurpose))
        fields.ensure()
        audit.record(session, Tag.PERSON_NUMBER_SHOWN, actor=actor, person=person.id, purpose=code)
        return format_national_number(person.national_number)


def read_number(fields: Fields, typed: str, on: date) -> NationalNumber | None:
    """The number as typed; refused at its field when it is none."""
    try:
        return national_number(typed, today=on)
    except InvalidIdentifier as problem:
        fields.refuse("national_number", problem.text)
        return None


def fill_number(person: Person, number: NationalNumber) -> None:
    """Keep the number with the employee, and what lists and look-ups need of it."""
    person.national_number = number.digits
    person.number_digest = search_digest(number.digits)
    person.number_masked = number.masked
    person.birth_date = number.born


def ensure_new(session: Session, number_digest: str) -> None:
    """AnswersInvalid when somebody with this number is registered."""
    if session.scalar(select(Person.id).where(Person.number_digest == number_digest)) is not None:
        raise known_already()


def known_already() -> AnswersInvalid:
    """The refusal of a number that is registered, with whom to ask."""
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
