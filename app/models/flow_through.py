"""The new job after the trajectory, and whether it counts as flow-through (domain.md §2.8, decree art. 3, 2°)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class FlowThrough(Base):
    """A job that follows on from the trajectory. It `counts` only without, or with less, support than now."""

    __tablename__ = "flow_through"
    __table_args__ = (Index("ix_flow_through_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(Id, ForeignKey("track.id"), index=True)
    internal: Mapped[bool] = mapped_column(default=False)
    employer_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    employer_name: Mapped[str] = mapped_column(String(200))
    employer_number: Mapped[str | None] = mapped_column(String(10))
    job: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date]
    contract_type: Mapped[str | None] = mapped_column(String(20))
    contract_ends_on: Mapped[date | None]
    hours_week: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    support: Mapped[str] = mapped_column(String(20))
    support_package: Mapped[str | None] = mapped_column(String(30))
    counts: Mapped[bool]
    aftercare_until: Mapped[date | None]
    aftercare_ended_on: Mapped[date | None]
    aftercare_report: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class FlowThroughFollowUp(Base):
    """Whether the employee still works there, three, six and twelve months after the start."""

    __tablename__ = "flow_through_follow_up"

    id: Mapped[primary_key]
    flow_through_id: Mapped[int] = mapped_column(Id, ForeignKey("flow_through.id"), index=True)
    months: Mapped[int]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    still_working: Mapped[bool | None]
    remark: Mapped[str | None] = mapped_column(Text)
