"""Suspensions of a trajectory: illness, a decision of the minister and others (domain.md §2.5, §7.2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key

REPORTED, ACCEPTED, REFUSED = "reported", "accepted", "refused"


class Suspension(Base):
    """One suspended period; both days inclusive. `ends_on` is None until the end is confirmed, `expected_on` a guess.

    Only an accepted suspension counts. Whether it stops the clock (`stops_clock`) and keeps the compensation is
    decided by a person per suspension, because the rule is not confirmed. No medical data is kept: only that proof
    came, and when (domain.md §8).
    """

    __tablename__ = "suspension"
    __table_args__ = (Index("ix_suspension_trajectory", "trajectory_id", "starts_on"),)

    id: Mapped[primary_key]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), index=True)
    trajectory_id: Mapped[int] = mapped_column(Id, ForeignKey("trajectory.id"))
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    expected_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10), default=REPORTED)
    explanation: Mapped[str | None] = mapped_column(Text)
    proof_on: Mapped[date | None]
    proof_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    legal_ground: Mapped[str | None] = mapped_column(String(300))
    stops_clock: Mapped[bool | None]
    keeps_compensation: Mapped[bool | None]
    motive: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
