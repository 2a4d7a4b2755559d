"""What a case or a task is about: a person, an organisation, or nothing in particular."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.organisation import Organisation
from app.models.person import Person
from app.queries.visible import visible_organisation, visible_person
from app.services.work import Work


@dataclass(frozen=True)
class Subject:
    """The person or organisation a case is about."""

    name: str
    organisation_id: int
    person: Person | None = None


def find_subject(session: Session, actor: Actor, kind: str, given: str | None, *, optional: bool) -> Subject | None:
    """The subject of a process that asks for a `kind` of subject (person, organisation, none), if the actor may see it.

    `optional`: the start form may bring the subject itself (a trajectory registers its person).
    """
    if given in (None, "") or kind == "none":
        if kind == "none" or optional:
            return None
        raise AnswersInvalid({"subject": [say("Kies over wie of wat het gaat.")]})
    subject_id = parse_id(given, "subject")
    if kind == "person":
        person = session.scalars(select(Person).where(Person.id == subject_id, visible_person(actor))).first()
        if person is not None:
            return Subject(person.name, person.organisation_id, person)
    else:
        organisation = session.scalars(
            select(Organisation).where(Organisation.id == subject_id, visible_organisation(actor))
        ).first()
        if organisation is not None:
            return Subject(organisation.name, organisation.id)
    raise AnswersInvalid({"subject": [say("Deze persoon of organisatie bestaat niet, of u mag ze niet zien.")]})


def item_subject(work: Work, item: object) -> str | None:
    """The name of the person a multi-instance item points at; None when the item is no person."""
    if item is None or not str(item).isdigit():
        return None
    person = work.session.get(Person, int(str(item)))
    return person.name if person else None


def parse_id(value: object, field: str) -> int:
    """An identifier as it comes in JSON or a form; AnswersInvalid at `field` when it is none."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 2**63:
        raise AnswersInvalid({field: [say("Kies iets uit de lijst.")]})
    return int(text)


def title_of(subject: Subject | None, fallback: str) -> str:
    """The title of a case: the name of its subject, or the title of its process."""
    return subject.name if subject is not None else fallback
