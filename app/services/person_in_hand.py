"""The employee a use case is about, and his coach."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission, Role
from app.domain.errors import NotVisible
from app.domain.text import say
from app.models.person import Person
from app.models.user import Membership, User
from app.queries.visible import visible_person
from app.services.fields import Fields


def visible(session: Session, actor: Actor, person_id: int) -> Person:
    """The employee, locked; NotVisible when the actor does not see him."""
    person = session.scalars(
        select(Person).where(Person.id == person_id, visible_person(actor)).with_for_update()
    ).first()
    if person is None or not (actor.may(Permission.PERSON_READ) or actor.person_id == person_id):
        raise NotVisible()
    return person


def coach_of(session: Session, fields: Fields, coach_id: int, organisation_id: int) -> int:
    """The coach who was chosen; refused at `coach_id` when he is none of this enterprise."""
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
