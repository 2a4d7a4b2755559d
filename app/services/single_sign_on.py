"""Signing in with the organisation's own account: which of our accounts belongs to whom the provider vouches for."""

from __future__ import annotations

from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.domain.errors import NotAllowed
from app.domain.text import say
from app.models.user import User
from app.services import audit


def sign_in(email: str) -> int:
    """The id of the open account with this address, which the provider vouches for.

    NotAllowed when there is none: accounts are made by an administrator, never by coming in.
    """
    address = email.strip().lower()[:254]
    with db.transaction() as session:
        user = session.scalars(select(User).where(User.email == address, User.active)).first()
        if user is not None:
            audit.record(session, Tag.USER_SIGNED_IN, actor=SYSTEM, user=user.id, means="oidc")
            return user.id
        audit.record(session, Tag.USER_SIGN_IN_REFUSED, actor=SYSTEM, reason="unknown")
    raise NotAllowed(say("U hebt nog geen account in Traject. Vraag er een aan de beheerder van uw organisatie."))
