"""The secret address under which one's calendar fetches one's deadlines: made once, kept as a digest, ended at will."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import NotAllowed
from app.models.calendar_feed import CalendarFeed
from app.models.clock import now
from app.models.user import User
from app.services import audit
from app.services.tokens import token_digest


def open_feed(actor: Actor) -> str:
    """Make an address of one's own; the one before ends. Returns its secret, which is not kept and not shown again."""
    with db.transaction() as session:
        user = _oneself(session, actor)
        revoke_of(session, user.id)
        secret = secrets.token_urlsafe(32)
        session.add(CalendarFeed(user_id=user.id, digest=token_digest(secret), created_at=now(session)))
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["calendar_opened"])
        return secret


def close_feed(actor: Actor) -> None:
    """End one's address. Nothing happens when there is none."""
    with db.transaction() as session:
        user = _oneself(session, actor)
        if revoke_of(session, user.id):
            audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["calendar_closed"])


def revoke_of(session: Session, user_id: int) -> bool:
    """End the address of an account, inside the running transaction (the caller audits it); whether there was one."""
    ended = session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now(session))
        .returning(CalendarFeed.id)
    )
    return bool(ended.all())


def _oneself(session: Session, actor: Actor) -> User:
    user = session.scalars(select(User).where(User.id == actor.user_id, User.active).with_for_update()).first()
    if user is None:
        raise NotAllowed()
    return user
