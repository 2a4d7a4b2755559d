"""The evaluation by VDAB: what was gathered, heard, proposed, decided and made known (domain.md §2.6, §7.2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Evaluation(Base):
    """One evaluation of one employee. Filled step by step; from `signed_at` on only the day of notice is added.

    An earlier proposal that the expert sent back stays readable in the answers of its task; here stands the last one.
    """

    __tablename__ = "evaluation"
    __table_args__ = (Index("ix_evaluation_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(30))
    opened_at: Mapped[datetime] = mapped_column(Moment)

    # The interview and the evidence
    interview_on: Mapped[date | None]
    interview_place: Mapped[str | None] = mapped_column(String(300))
    plan_due_on: Mapped[date | None]
    plan_on: Mapped[date | None]
    plan_shared_on: Mapped[date | None]
    plan_late_reason: Mapped[str | None] = mapped_column(Text)
    plan_gaps: Mapped[list[int]] = mapped_column(JSON, default=list)
    plan_gaps_reason: Mapped[str | None] = mapped_column(Text)
    progress: Mapped[str | None] = mapped_column(Text)

    # The employer heard
    employer_statement: Mapped[str | None] = mapped_column(Text)
    employer_wish: Mapped[str | None] = mapped_column(String(30))
    internal_support: Mapped[str | None] = mapped_column(String(20))
    internal_from: Mapped[date | None]
    internal_job: Mapped[str | None] = mapped_column(String(200))
    employer_heard_on: Mapped[date | None]
    employer_user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))

    # The employee heard
    worker_statement: Mapped[str | None] = mapped_column(Text)
    worker_wish: Mapped[str | None] = mapped_column(Text)
    worker_heard_on: Mapped[date | None]
    worker_heard_how: Mapped[str | None] = mapped_column(String(30))
    worker_absent_reason: Mapped[str | None] = mapped_column(Text)

    # The proposal
    outcome: Mapped[str | None] = mapped_column(String(30))
    reasons: Mapped[str | None] = mapped_column(Text)
    chance: Mapped[str | None] = mapped_column(String(20))
    extension_months: Mapped[int | None]
    proposed_from: Mapped[date | None]
    proposed_support: Mapped[str | None] = mapped_column(String(20))
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposed_on: Mapped[date | None]
    proposed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))

    # An extension proposed after the term ended (T09)
    late: Mapped[bool] = mapped_column(default=False)
    late_motive: Mapped[str | None] = mapped_column(Text)
    late_allowed: Mapped[bool | None]
    late_reason: Mapped[str | None] = mapped_column(Text)
    late_decided_on: Mapped[date | None]
    late_decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))

    # The decision, the letter and the day it was known
    returned_reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    decision_motive: Mapped[str | None] = mapped_column(Text)
    effective_on: Mapped[date | None]
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    letter_id: Mapped[int | None] = mapped_column(Id, ForeignKey("document.id"))
    notice_on: Mapped[date | None]
    notice_how: Mapped[str | None] = mapped_column(String(30))
    appeal_until: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
