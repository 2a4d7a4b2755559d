"""The audit trail: append-only, each entry chained to the one before (architecture.md §4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment


class Audit(Base):
    """One thing that happened. `number` counts without gaps; `hash` covers the entry and `previous_hash`."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_case", "case_id", "number"),)

    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(Id)
    tag: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(Id)
    payload: Mapped[str] = mapped_column(Text)  # canonical JSON, exactly the bytes that were hashed
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: one row, locked while entries are added, so that numbers and hashes never fork."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Id)
    hash: Mapped[str] = mapped_column(String(64))
