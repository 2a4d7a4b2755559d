"""Signatures under an agreement: who signed, when, and for whom somebody signed on paper."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Signature(Base):
    """The answer of one party (a role key) to one internship agreement: signed, or refused with a reason.

    When somebody else entered it, `signed_on` is the day on the paper and `paper_reason` says why.
    """

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("internship_id", "party"),)

    id: Mapped[primary_key]
    internship_id: Mapped[int] = mapped_column(Id, ForeignKey("internship.id"))
    party: Mapped[str] = mapped_column(String(30))
    signed: Mapped[bool]
    signed_on: Mapped[date]
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    on_paper: Mapped[bool] = mapped_column(default=False)
    paper_reason: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)
