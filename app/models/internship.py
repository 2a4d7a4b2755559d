"""Internships at a host employer, on a real vacancy (domain.md §2.7 phase 3)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Internship(Base):
    """One internship. `ends_on` is the agreed last day, `ended_on` the real one; `result` is a code."""

    __tablename__ = "internship"
    __table_args__ = (Index("ix_internship_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    track_id: Mapped[int | None] = mapped_column(Id, ForeignKey("track.id"), index=True)
    host_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    host_contact: Mapped[str] = mapped_column(String(200))
    job: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours_week: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    schedule: Mapped[str | None] = mapped_column(Text)
    total_reason: Mapped[str | None] = mapped_column(Text)
    agreed_on: Mapped[date | None]

    mid_talk_on: Mapped[date | None]
    mid_report: Mapped[str | None] = mapped_column(Text)
    host_report: Mapped[str | None] = mapped_column(Text)
    host_score: Mapped[str | None] = mapped_column(String(20))
    host_hires: Mapped[str | None] = mapped_column(String(20))
    host_report_by: Mapped[str | None] = mapped_column(String(30))
    coach_report: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(30))
    result_reason: Mapped[str | None] = mapped_column(Text)
    plan_update: Mapped[str | None] = mapped_column(Text)
    plan_updated_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
