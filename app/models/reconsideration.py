"""Reconsiderations: who contests which decision, whether he came in time, the advice, the decision, what followed.

Domain sheet §2.11 and §7.2 (`Heroverweging`). The decision contested is never changed here: what a revision means for
the trajectory is said by a person in `follow_up` and carried out in the processes that own those facts.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Reconsideration(Base):
    """One appeal against one decision. Codes: appeal_subject, appeal_party, appeal_outcome."""

    __tablename__ = "reconsideration"
    __table_args__ = (Index("ix_reconsideration_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), unique=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)

    # What is contested. `decision_text` describes a decision that is not in Traject.
    against: Mapped[str] = mapped_column(String(20))
    evaluation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("evaluation.id"), index=True)
    indication_id: Mapped[int | None] = mapped_column(Id, ForeignKey("indication.id"), index=True)
    decision_text: Mapped[str | None] = mapped_column(String(300))
    decision_on: Mapped[date | None]

    # How it came in
    route: Mapped[str] = mapped_column(String(20))
    lodged_by: Mapped[str] = mapped_column(String(20))
    behalf_reason: Mapped[str | None] = mapped_column(Text)
    known_on: Mapped[date]
    lodged_on: Mapped[date]
    grounds: Mapped[str] = mapped_column(Text)
    wish: Mapped[str | None] = mapped_column(Text)
    registered_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))

    # Admissibility: the sum as it was when a person decided, and what he decided
    final_day: Mapped[date]
    in_time: Mapped[bool]
    admissible: Mapped[bool | None]
    admissible_motive: Mapped[str | None] = mapped_column(Text)
    judged_on: Mapped[date | None]
    judged_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))

    # The statement of who decided, and the committee's advice
    statement: Mapped[str | None] = mapped_column(Text)
    statement_view: Mapped[str | None] = mapped_column(String(20))
    statement_on: Mapped[date | None]
    statement_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    no_statement_reason: Mapped[str | None] = mapped_column(Text)
    advice_due: Mapped[date]
    advice: Mapped[str | None] = mapped_column(String(20))
    advice_text: Mapped[str | None] = mapped_column(Text)
    advice_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    not_heard_reason: Mapped[str | None] = mapped_column(Text)

    # The decision, its letter and the day it was handed over
    decision_due: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    reasons: Mapped[str | None] = mapped_column(Text)
    new_decision: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    letter_id: Mapped[int | None] = mapped_column(Id, ForeignKey("document.id"))
    delivered_on: Mapped[date | None]
    delivered_how: Mapped[str | None] = mapped_column(String(20))

    # Withdrawn
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_asked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    withdrawal_note: Mapped[str | None] = mapped_column(Text)
    withdrawn_on: Mapped[date | None]

    # What a person said happens with the trajectory after a revision
    follow_up: Mapped[str | None] = mapped_column(String(30))
    follow_up_text: Mapped[str | None] = mapped_column(Text)
    follow_up_by: Mapped[date | None]
    followed_up_on: Mapped[date | None]
    followed_up_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
