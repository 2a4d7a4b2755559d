"""The early end of a trajectory, from report to note taken (domain.md §2.10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class EarlyEnd(Base):
    """One reported early end. `withdrawn_on` is set where it did not go through.

    It ends the measure, never the contract: whether that goes on is a fact of its own (`contract_continues`).
    """

    __tablename__ = "early_end"

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), index=True)
    trajectory_id: Mapped[int] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(30))
    ends_on: Mapped[date | None]
    explanation: Mapped[str | None] = mapped_column(Text)
    what_next: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date]
    reported_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    informed_on: Mapped[date | None]
    informed_how: Mapped[str | None] = mapped_column(String(20))
    reaction: Mapped[str | None] = mapped_column(Text)
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    contract_continues: Mapped[str | None] = mapped_column(String(10))
    sent_back: Mapped[str | None] = mapped_column(Text)
    noted_on: Mapped[date | None]
    noted_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
