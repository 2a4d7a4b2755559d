"""What protects requests from being done twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
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
