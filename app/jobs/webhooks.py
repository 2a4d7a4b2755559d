"""Delivering webhooks: one job per receiver at a time, so that a slow one holds up nobody else."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app import db
from app.domain.webhook_signature import headers
from app.jobs import outgoing
from app.jobs.registry import job
from app.jobs.run import Run
from app.models.clock import now
from app.models.webhook import Delivery, Webhook
from app.services import deliveries, webhook_trail

# So long one receiver may keep its place; then others get a turn, and it goes on after them.
_TURN_SECONDS = 30.0


@dataclass(frozen=True)
class _Letter:
    """A message and where it goes."""

    id: int
    address: str
    event: str
    body: bytes
    secrets: tuple[str, ...]


@job(webhook_trail.JOB)
def deliver(run: Run) -> None:
    """Deliver what waits for the receiver `{webhook}`, the oldest first, until nothing may go any more.

    A receiver is not waited for inside a transaction, and HTTP has no exactly-once: a crash between delivery and mark
    sends the same message again, under the same `webhook-id`, by which the receiver knows it.
    """
    end = time.monotonic() + _TURN_SECONDS
    while time.monotonic() < end and (letter := _next(int(run.arguments["webhook"]))) is not None:
        run.go_on()
        answer = outgoing.post(letter.address, letter.body, _headers(letter), local=not run.settings.production)
        with run.item() as session:
            deliveries.note(session, letter.id, answer)


def _next(webhook_id: int) -> _Letter | None:
    with db.reading() as session:
        moment = now(session)
        waiting = (
            select(Delivery, Webhook)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .where(Webhook.id == webhook_id, webhook_trail.due(moment))
            .order_by(Delivery.next_at, Delivery.id)
            .limit(1)
            .options(undefer(Webhook.secret), undefer(Webhook.old_secret))
        )
        found = session.execute(waiting).first()
        if found is None:
            return None
        delivery, webhook = found
        secrets = [webhook.secret]
        if webhook.old_secret and webhook.old_secret_until and moment < webhook.old_secret_until:
            secrets.append(webhook.old_secret)
        return _Letter(delivery.id, webhook.address, delivery.event, delivery.body.encode(), tuple(secrets))


def _headers(letter: _Letter) -> dict[str, str]:
    """Signed at each try, by the machine's own clock: the receiver compares that moment with his."""
    return {
        "content-type": "application/json",
        "user-agent": "Traject-Webhooks/1",
        "traject-event": letter.event,
        **headers(f"msg_{letter.id}", int(time.time()), letter.body, letter.secrets),
    }
