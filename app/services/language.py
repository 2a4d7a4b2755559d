"""The language somebody reads Traject in."""

from __future__ import annotations

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.user import User
from app.services import audit

LANGUAGES = frozenset({"nl", "en"})


def choose(actor: Actor, language: str) -> None:
    """From now on the pages and mails of this account are in `language`. AnswersInvalid for one we do not speak."""
    if language not in LANGUAGES:
        raise AnswersInvalid({"language": [say("Kies iets uit de lijst.")]})
    with db.transaction() as session:
        user = session.get(User, actor.user_id) if actor.user_id is not None else None
        if user is None or user.language == language:
            return
        user.language = language
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["language"])
