"""Webhooks: the receivers of other programs, and what was or is to be delivered to each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Sealed, primary_key

ACTIVE, PAUSED = "active", "paused"
#: Why a receiver is paused: somebody did it; it said never to come again; it took nothing for days.
BY_PERSON, GONE, FAILING = "person", "gone", "failing"
WAITING, DELIVERED, GIVEN_UP, SKIPPED = "waiting", "delivered", "given_up", "skipped"


class Webhook(Base):
    """A receiver. It hears of the `events` of one process, of the cases of one organisation, or of all.

    `position`: the entry of the audit trail up to which everything for it is written down. While it is paused that
    stands still. `job_id`: the job that delivers, or did last. After `failures` in a row it is left alone until
    `rests_until`; `failing_since` is when they began. `old_secret` signs beside the new one for a while.
    """

    __tablename__ = "webhook"

    id: Mapped[primary_key]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    events: Mapped[list[str]] = mapped_column(JSON)
    process: Mapped[str | None] = mapped_column(String(60))
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"))
    secret: Mapped[str] = mapped_column(Sealed, deferred=True)
    old_secret: Mapped[str | None] = mapped_column(Sealed, deferred=True)
    old_secret_until: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10), default=ACTIVE)
    paused_because: Mapped[str | None] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(Id)
    job_id: Mapped[int | None] = mapped_column(Id)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    rests_until: Mapped[datetime | None] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Delivery(Base):
    """One message for one receiver. `audit_number`: the entry it tells of; None where somebody sent it as a test.

    Its `id` is its idempotency key: the same at every try. `last_code`, `last_problem`: what came of the last one.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "audit_number"),  # never twice, whatever a worker did
        Index("ix_webhook_delivery_due", "webhook_id", "state", "next_at", "id"),
        Index("ix_webhook_delivery_list", "webhook_id", "id"),
        Index("ix_webhook_delivery_state", "state", "created_at"),
    )

    id: Mapped[primary_key]
    webhook_id: Mapped[int] = mapped_column(Id, ForeignKey("webhook.id"))
    event: Mapped[str] = mapped_column(String(40))
    audit_number: Mapped[int | None] = mapped_column(Id)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_code: Mapped[int | None] = mapped_column(Integer)
    last_problem: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
