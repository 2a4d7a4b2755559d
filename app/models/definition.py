"""Published versions of a process, never changed after publication (architecture.md §2.10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Shortened, primary_key


class Definition(Base):
    """One version: its diagram, tables and forms as published, and the versions of the processes it calls."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("process", "number"),)

    id: Mapped[primary_key]
    process: Mapped[str] = mapped_column(String(60), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Shortened(200))
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    bpmn: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    dmn: Mapped[dict[str, str]] = mapped_column(JSON, deferred=True)
    forms: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    meta: Mapped[str] = mapped_column(Text, deferred=True)  # process.toml as published
    calls: Mapped[dict[str, str]] = mapped_column(JSON)  # process key -> definition id
    svg: Mapped[str | None] = mapped_column(Text, deferred=True)  # the drawing as it looked when it was published
    note: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    checked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    effective_from: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
