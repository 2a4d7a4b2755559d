"""The account that an administrator works on, and the right to do so."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.user import User


def ensure_may_manage(actor: Actor) -> None:
    """NotAllowed for who does not manage accounts."""
    if not actor.may(Permission.USER_MANAGE):
        raise NotAllowed(say("U kunt geen accounts beheren."))


def managed(session: Session, actor: Actor, user_id: int) -> User:
    """The account, locked; NotAllowed, NotVisible (no such account)."""
    ensure_may_manage(actor)
    user = session.scalars(select(User).where(User.id == user_id).with_for_update()).first()
    if user is None:
        raise NotVisible()
    return user
