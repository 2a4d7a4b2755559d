"""What protects requests from being done twice, and what stands when one could not be done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class IdempotencyKey(Base):
    """A key with which somebody started a case: the same key gives the same case (contract §4)."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[primary_key]
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    key: Mapped[str] = mapped_column(String(200))
    request_digest: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Incident(Base):
    """A case that could not go on by itself and needs a person. The reason never holds personal data."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "resolved_at", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    correlation_id: Mapped[str] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(Moment)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
