"""Employment of a person: contract, hours and the fraction that counts for quota and money (domain.md §2.2, §7.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class Employment(Base):
    """A contract over a period with the same hours. Other hours from a day on are a new row (T07).

    `fraction` = hours_week / fulltime_hours, kept unrounded to four digits; `ends_on` is the last day, None while open.
    """

    __tablename__ = "employment"
    __table_args__ = (Index("ix_employment_person", "person_id", "starts_on"),)

    id: Mapped[primary_key]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    establishment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("establishment.id"))
    contract_type: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    hours_week: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    fulltime_hours: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    fraction: Mapped[Decimal] = mapped_column(Numeric(6, 4))
    within_quota: Mapped[bool] = mapped_column(default=True)
    quota_reason: Mapped[str | None] = mapped_column(Text)
    job: Mapped[str | None] = mapped_column(String(200))
