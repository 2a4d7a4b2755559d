"""The transition track: its provider, its four phases and the hours of guidance (domain.md §2.7)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Track(Base):
    """One transition track of one employee. `outcome` is a value of codes.track_outcome."""

    __tablename__ = "track"
    __table_args__ = (Index("ix_track_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    provider_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    coach_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    starts_on: Mapped[date]
    goal: Mapped[str | None] = mapped_column(Text)
    release_agreed: Mapped[bool | None]
    release_hours: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    release_terms: Mapped[str | None] = mapped_column(Text)
    release_on: Mapped[date | None]
    refusal_phase: Mapped[str | None] = mapped_column(String(20))
    refusal_motive: Mapped[str | None] = mapped_column(Text)
    refusal_on: Mapped[date | None]
    refusal_decision: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(20))
    outcome_motive: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_on: Mapped[date | None]


class TrackPhase(Base):
    """One round of one phase. `ends_by` is the last day of its maximum; the phase is over when `ended_on` is set."""

    __tablename__ = "track_phase"

    id: Mapped[primary_key]
    track_id: Mapped[int] = mapped_column(Id, ForeignKey("track.id"), index=True)
    phase: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date]
    ends_by: Mapped[date]
    ended_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(20))
    report: Mapped[str | None] = mapped_column(Text)


class TrackHours(Base):
    """Hours of guidance on one day, counted against 140 on average for a whole track (not a limit)."""

    __tablename__ = "track_hours"

    id: Mapped[primary_key]
    track_id: Mapped[int] = mapped_column(Id, ForeignKey("track.id"), index=True)
    phase: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    what: Mapped[str] = mapped_column(String(300))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
