"""Referrals to another, more fitting measure (domain.md §2.9)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Referral(Base):
    """One measure that was chosen for an employee: a code of codes.measure, the body asked, and what came of it."""

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    measure: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[str] = mapped_column(Text)
    worker_view: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(String(200))
    body_contact: Mapped[str | None] = mapped_column(String(200))
    chosen_on: Mapped[date]
    chosen_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    informed_on: Mapped[date | None]
    informed_how: Mapped[str | None] = mapped_column(String(30))
    letter_id: Mapped[int | None] = mapped_column(Id, ForeignKey("document.id"))
    answer: Mapped[str | None] = mapped_column(String(30))
    answer_reason: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    followed_up_on: Mapped[date | None]
    follow_up: Mapped[str | None] = mapped_column(String(30))
    follow_up_report: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
