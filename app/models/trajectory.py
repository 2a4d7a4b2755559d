"""The trajectory of one employee: its clock, its extension, where it ended (domain.md §2.2, §7.2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class Trajectory(Base):
    """One trajectory. The clock runs from `clock_start`, a motivated decision of a person, not the contract's date.

    `used_months` and `used_days` are time already used elsewhere with a measure, where that reading was chosen (T06).
    `anchor_on` is the day of hiring: plans fall due on its anniversaries. `first_plan_on` is the day the first plan
    made in Traject falls due, where the ones before it were made elsewhere (somebody taken over). `status` is a code of
    codes.trajectory_status, `destination` of codes.destination.
    """

    __tablename__ = "trajectory"
    __table_args__ = (Index("ix_trajectory_person", "person_id", "id"),)

    id: Mapped[primary_key]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    anchor_on: Mapped[date | None]
    first_plan_on: Mapped[date | None]
    clock_start: Mapped[date | None]
    clock_reading: Mapped[str | None] = mapped_column(String(20))
    clock_reason: Mapped[str | None] = mapped_column(Text)
    clock_decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    clock_decided_on: Mapped[date | None]
    clock_confirmed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    used_months: Mapped[int] = mapped_column(default=0)
    used_days: Mapped[int] = mapped_column(default=0)
    max_years: Mapped[int] = mapped_column(default=5)
    extension_months: Mapped[int] = mapped_column(default=0)
    destination: Mapped[str | None] = mapped_column(String(20))
    destination_note: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]


class Extension(Base):
    """The one extension a trajectory can have: at most twelve months, decided by a person (domain.md §2.6, T08)."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("trajectory_id"),)

    id: Mapped[primary_key]
    trajectory_id: Mapped[int] = mapped_column(Id, ForeignKey("trajectory.id"))
    months: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    decided_on: Mapped[date]


class EarlierMeasure(Base):
    """Work with a measure before this job, as reported. What it means for the clock is a person's decision."""

    __tablename__ = "earlier_measure"

    id: Mapped[primary_key]
    trajectory_id: Mapped[int] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    employer: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
