"""Secret addresses under which people's calendars fetch their deadlines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class CalendarFeed(Base):
    """The address of one account; only the SHA-256 digest of its secret is kept. A new one ends the one before."""

    __tablename__ = "calendar_feed"

    id: Mapped[primary_key]
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
