"""What stands when a case could not go on. The reason never holds personal data; what was done about it stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key

# What the case was doing: a date that came, a task a person completed, a message that came in.
TIMER, TASK, MESSAGE = "timer", "task", "message"


class Incident(Base):
    """One failure of one step of a case; it counts its attempts. Open without `retry_at`: a person must act."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "resolved_at", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str | None] = mapped_column(String(120))
    during: Mapped[str] = mapped_column(String(20), default=TIMER, server_default=TIMER)
    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("task.id"))
    reason: Mapped[str] = mapped_column(Text)  # a kept sentence (domain/kept_text.py)
    correlation_id: Mapped[str] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime | None] = mapped_column(Moment)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
    skip: Mapped[bool] = mapped_column(default=False, server_default=false())
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    resolution: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
