"""Advice by VDAB: the outcome of an indication, never its scores (domain.md §2.1, §8)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class Indication(Base):
    """One advice for a person. A new advice is a new row that `replaces_id` the old one.

    `accepted` is what the VDAB counsellor found when it was checked; None until then.
    """

    __tablename__ = "indication"

    id: Mapped[primary_key]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[str] = mapped_column(String(10))
    advised_on: Mapped[date]
    valid_until: Mapped[date]
    reference: Mapped[str | None] = mapped_column(String(60))
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("indication.id"))
    accepted: Mapped[bool | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    remark: Mapped[str | None] = mapped_column(Text)
