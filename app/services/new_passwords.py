"""A new password for an account: one's own, or anybody's for an administrator. Sessions elsewhere end."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.text import say
from app.models.user import User
from app.services import audit, passwords
from app.services.account_in_hand import managed
from app.services.fields import Fields


def set_password(actor: Actor, user_id: int, password: str) -> None:
    """Give an account a new password (an administrator does); its sessions elsewhere end."""
    with db.transaction() as session:
        user = managed(session, actor, user_id)
        _change_password(session, actor, user, password)


def change_own_password(actor: Actor, old: str, new: str) -> None:
    """Change one's own password, knowing the old one; one's sessions elsewhere end."""
    with db.transaction() as session:
        user = session.get(User, actor.user_id) if actor.user_id is not None else None
        if user is None:
            raise NotAllowed()
        if not passwords.verify(user.password_hash, old):
            raise AnswersInvalid({"old": [say("Dit is niet uw huidige wachtwoord.")]})
        _change_password(session, actor, user, new)


def check_password(fields: Fields, field: str, password: str) -> None:
    """Refuse a password that is too short or too long, at its field."""
    if len(password) < passwords.MIN_LENGTH:
        fields.refuse(field, say("Een wachtwoord telt ten minste %(least)s tekens.", least=passwords.MIN_LENGTH))
    elif len(password) > passwords.MAX_LENGTH:
        fields.refuse(field, say("Een wachtwoord telt ten hoogste %(most)s tekens.", most=passwords.MAX_LENGTH))


def _change_password(session: Session, actor: Actor, user: User, password: str) -> None:
    fields = Fields()
    check_password(fields, "new", password)
    fields.ensure()
    user.password_hash = passwords.hash(password)
    user.session_salt = fresh_salt()
    audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["password"])


def fresh_salt() -> str:
    """What the sessions of an account are signed with besides: another one ends them."""
    return secrets.token_hex(16)
