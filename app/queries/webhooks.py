"""Webhooks, for who manages them. No secret leaves here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.webhooks import Answer, Event
from app.models import webhook as webhooks
from app.models.organisation import Organisation
from app.models.webhook import Delivery, Webhook
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor


@dataclass(frozen=True)
class WebhookRow:
    """A receiver. `host`: where it is; `waiting`: messages on their way to it; `paused_because`: see models/webhook."""

    id: int
    name: str
    address: str
    events: list[Event]
    process: str | None
    organisation_id: int | None
    organisation: str | None
    state: str
    paused_because: str | None
    failing_since: datetime | None
    rests_until: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    waiting: int

    @property
    def host(self) -> str:
        """The machine it is on: the whole address may hold a key."""
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class DeliveryRow:
    """A message, and what came of it. `answer`: of the last try; None before the first."""

    id: int
    event: Event
    audit_number: int | None
    state: str
    attempts: int
    answer: Answer | None
    created_at: datetime
    tried_at: datetime | None
    next_at: datetime | None


def page(session: Session, actor: Actor, after: str | None, limit: int) -> Page[WebhookRow]:
    """The receivers, newest first. NotAllowed for who does not manage them."""
    ensure_manages(actor)
    query = _rows().order_by(Webhook.id.desc()).limit(checked_limit(limit) + 1)
    if key := decode_cursor(after, int):
        query = query.where(Webhook.id < key[0])
    rows = [_row(*row) for row in session.execute(query)]
    return Page(rows[:limit], encode_cursor(rows[limit - 1].id) if len(rows) > limit else None)


def one(session: Session, actor: Actor, webhook_id: int) -> WebhookRow:
    """One receiver. Refusals: NotAllowed, NotVisible."""
    ensure_manages(actor)
    found = session.execute(_rows().where(Webhook.id == webhook_id)).first()
    if found is None:
        raise NotVisible()
    return _row(*found)


def deliveries(
    session: Session, actor: Actor, webhook_id: int, state: str | None, after: str | None, limit: int
) -> Page[DeliveryRow]:
    """What was or is to be delivered to a receiver, newest first; all of it, or what is in one `state`."""
    ensure_manages(actor)
    query = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if state is not None:
        query = query.where(Delivery.state == state)
    if key := decode_cursor(after, int):
        query = query.where(Delivery.id < key[0])
    found = session.scalars(query.order_by(Delivery.id.desc()).limit(checked_limit(limit) + 1)).all()
    rows = [_delivery(each) for each in found]
    return Page(rows[:limit], encode_cursor(rows[limit - 1].id) if len(rows) > limit else None)


def ensure_manages(actor: Actor) -> None:
    """NotAllowed for who does not manage webhooks."""
    if not actor.may(Permission.WEBHOOK_MANAGE):
        raise NotAllowed()


def _rows() -> Select[tuple[Webhook, str | None, int]]:
    waiting = (
        select(func.count())
        .where(Delivery.webhook_id == Webhook.id, Delivery.state == webhooks.WAITING)
        .correlate(Webhook)
        .scalar_subquery()
    )
    return select(Webhook, Organisation.name, waiting).outerjoin(
        Organisation, Organisation.id == Webhook.organisation_id
    )


def _row(row: Webhook, organisation: str | None, waiting: int) -> WebhookRow:
    return WebhookRow(
        id=row.id,
        name=row.name,
        address=row.address,
        events=[Event(event) for event in row.events],
        process=row.process,
        organisation_id=row.organisation_id,
        organisation=organisation,
        state=row.state,
        paused_because=row.paused_because,
        failing_since=row.failing_since,
        rests_until=row.rests_until,
        old_secret_until=row.old_secret_until,
        created_at=row.created_at,
        waiting=waiting,
    )


def _delivery(row: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=row.id,
        event=Event(row.event),
        audit_number=row.audit_number,
        state=row.state,
        attempts=row.attempts,
        answer=Answer(row.last_code, row.last_problem) if row.tried_at else None,
        created_at=row.created_at,
        tried_at=row.tried_at,
        next_at=row.next_at if row.state == webhooks.WAITING else None,
    )
