"""One webhook, locked, for who manages them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.webhook import Webhook


def ensure_manages(actor: Actor) -> None:
    """NotAllowed for who does not manage webhooks."""
    if not actor.may(Permission.WEBHOOK_MANAGE):
        raise NotAllowed(say("U kunt geen webhooks beheren."))


def in_hand(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    """The webhook, locked. Refusals: NotAllowed, NotVisible."""
    ensure_manages(actor)
    found = session.scalars(select(Webhook).where(Webhook.id == webhook_id).with_for_update()).first()
    if found is None:
        raise NotVisible()
    return found
