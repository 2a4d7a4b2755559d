"""API tokens of accounts: made once, kept as a digest, ended at will."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import Conflict
from app.domain.text import say
from app.models.clock import now
from app.models.user import ApiToken, User
from app.services import audit
from app.services.account_in_hand import managed


def issue_token(actor: Actor, user_id: int) -> str:
    """Make an API token for an account: one's own, or anybody's for an administrator. Shown once, kept as a digest."""
    with db.transaction() as session:
        user = session.get(User, user_id) if actor.user_id == user_id else managed(session, actor, user_id)
        if user is None or not user.active:
            raise Conflict(say("Dit account is gesloten."))
        token = f"tj_{secrets.token_urlsafe(32)}"
        row = ApiToken(user_id=user.id, digest=token_digest(token), created_at=now(session))
        session.add(row)
        session.flush()
        audit.record(session, Tag.USER_TOKEN, actor=actor, user=user.id, token=row.id)
        return token


def revoke_tokens(actor: Actor, user_id: int) -> None:
    """End every API token of an account: one's own, or anybody's for an administrator."""
    with db.transaction() as session:
        if actor.user_id != user_id:
            managed(session, actor, user_id)
        revoke_of(session, user_id)
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user_id, fields=["tokens"])


def token_digest(token: str) -> str:
    """What is kept of a token. A token is 256 random bits: a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def revoke_of(session: Session, user_id: int) -> None:
    """End the tokens of an account, inside the running transaction (the caller audits it)."""
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now(session))
    )
