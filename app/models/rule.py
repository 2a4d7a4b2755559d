"""Values of rules that domain.md §11 keeps configurable: dated, with their source, added to and never edited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Rule(Base):
    """A value of a rule from a date on. Declared rules and their defaults: app/domain/rules.py."""

    __tablename__ = "rule"
    __table_args__ = (Index("ix_rule_key", "key", "valid_from"),)

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(JSON)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool] = mapped_column(default=False)
    set_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)
