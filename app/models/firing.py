"""Timers that went off and how late, and the stretches in which nobody looked at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Shortened, primary_key

# A worker looks every second; what fires a minute after its moment was late. The index below says the same.
LATE_SECONDS = 60
_LATE = text(f"late_seconds >= {LATE_SECONDS}")


class Firing(Base):
    """A timer that went off. The audit trail says so too; this table is for lists and figures, and is not kept long."""

    __tablename__ = "firing"
    __table_args__ = (
        Index("ix_firing_fired", "fired_at", "id"),
        Index("ix_firing_late", "fired_at", "id", sqlite_where=_LATE, postgresql_where=_LATE),
    )

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(Shortened(300))
    due_at: Mapped[datetime] = mapped_column(Moment)
    fired_at: Mapped[datetime] = mapped_column(Moment)
    late_seconds: Mapped[int] = mapped_column(Integer)


class Presence(Base):
    """When a worker was last here: one row for all of them."""

    __tablename__ = "presence"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class Outage(Base):
    """A stretch without any worker, written down by the first that came back."""

    __tablename__ = "outage"

    id: Mapped[primary_key]
    from_at: Mapped[datetime] = mapped_column(Moment)
    to_at: Mapped[datetime] = mapped_column(Moment)
