"""Telling the administrators that Traject paused a webhook; where nothing is mailed the page of webhooks tells it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Role
from app.models.user import Membership, User
from app.models.webhook import Webhook
from app.services import jobs, mail

JOB = "mail_webhook_paused"


def tell_administrators(session: Session, webhook: Webhook) -> None:
    """Have each administrator mailed, in the running transaction."""
    if not mail.is_on():
        return
    administrators = (
        select(User.id)
        .where(User.active, User.id.in_(select(Membership.user_id).where(Membership.role == Role.ADMINISTRATOR.value)))
        .order_by(User.id)
    )
    for user_id in session.scalars(administrators):
        jobs.enqueue(session, JOB, {"webhook": webhook.id, "user": user_id})
