"""One's own account, as one sees it oneself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.errors import NotVisible
from app.models.organisation import Organisation
from app.models.user import User


@dataclass(frozen=True)
class Profile:
    """An account and the organisations it has a role in."""

    id: int
    email: str
    name: str
    organisations: list[Organisation]


def own(session: Session, actor: Actor) -> Profile:
    """The actor's own profile; NotVisible when he has no account."""
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise NotVisible()
    places = select(Organisation).where(Organisation.id.in_(actor.organisation_ids)).order_by(Organisation.name)
    return Profile(user.id, user.email, user.name, list(session.scalars(places)))
