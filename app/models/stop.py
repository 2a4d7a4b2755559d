"""Notifications that an enterprise stops a project, wholly or partly (domain.md §3, blocks A-H).

One row holds the whole form: it is filled block by block, and each block is written by one task. Amounts nobody has
given yet are None; they are never guessed.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key

_FTE = Numeric(8, 4)
_EURO = Numeric(12, 2)


class StopNotification(Base):
    """A stop as notified, judged, settled and closed. Codes: stop_kind, stop_permanence, stop_reason, stop_decision."""

    __tablename__ = "stop_notification"

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    notified_on: Mapped[date]
    # A: who answers questions
    label_number: Mapped[str | None] = mapped_column(String(60))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_function: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    # B: the project
    service_name: Mapped[str] = mapped_column(String(200))
    service_type: Mapped[str] = mapped_column(String(30))
    commissioner_name: Mapped[str | None] = mapped_column(String(200))
    commissioner_number: Mapped[str | None] = mapped_column(String(10))
    entrusted_on: Mapped[date | None]
    quota_fte: Mapped[Decimal | None] = mapped_column(_FTE)
    # C: the stop
    kind: Mapped[str] = mapped_column(String(20))
    stop_date: Mapped[date]
    fte_stopped: Mapped[Decimal] = mapped_column(_FTE)
    fte_remaining: Mapped[Decimal] = mapped_column(_FTE)
    reason: Mapped[str] = mapped_column(String(30))
    reason_text: Mapped[str] = mapped_column(Text)
    permanence: Mapped[str] = mapped_column(String(20))
    resume_on: Mapped[date | None]
    late_reason: Mapped[str | None] = mapped_column(Text)
    # D: why nobody is affected, where nobody is
    no_employees_reason: Mapped[str | None] = mapped_column(Text)
    # E: subsidies
    last_advance_month: Mapped[date | None]
    expected_reclaim: Mapped[Decimal | None] = mapped_column(_EURO)
    iban: Mapped[str | None] = mapped_column(String(34))
    quota_to: Mapped[str | None] = mapped_column(String(200))
    quota_reduction_asked: Mapped[bool] = mapped_column(default=False)
    # F: who was consulted
    council_informed: Mapped[str | None] = mapped_column(String(10))
    council_informed_on: Mapped[date | None]
    commissioner_informed_on: Mapped[date | None]
    # H: the declaration on honour
    declarant_name: Mapped[str | None] = mapped_column(String(200))
    declarant_function: Mapped[str | None] = mapped_column(String(200))
    declared_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    declared_at: Mapped[datetime | None] = mapped_column(Moment)
    # the department
    received_on: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(20))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    decided_on: Mapped[date | None]
    letter_id: Mapped[int | None] = mapped_column(Id, ForeignKey("document.id"))
    quota_reduced_by: Mapped[Decimal | None] = mapped_column(_FTE)
    # the settlement of the quarter of the stop
    advances_paid: Mapped[Decimal | None] = mapped_column(_EURO)
    entitlement: Mapped[Decimal | None] = mapped_column(_EURO)
    corrections: Mapped[Decimal | None] = mapped_column(_EURO)
    settled_on: Mapped[date | None]
    settlement_reference: Mapped[str | None] = mapped_column(String(60))
    # closing, after a full stop
    last_report_on: Mapped[date | None]
    last_report_reference: Mapped[str | None] = mapped_column(String(60))
    closed_on: Mapped[date | None]


class StopEmployee(Base):
    """An employee whose work stops, as he stood on the day of the notification, and where he goes (block D)."""

    __tablename__ = "stop_employee"
    __table_args__ = (
        UniqueConstraint("notification_id", "person_id"),
        Index("ix_stop_employee_person", "person_id", "id"),
    )

    id: Mapped[primary_key]
    notification_id: Mapped[int] = mapped_column(Id, ForeignKey("stop_notification.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int] = mapped_column(Id, ForeignKey("trajectory.id"))
    fraction: Mapped[Decimal] = mapped_column(Numeric(6, 4))
    starts_on: Mapped[date | None]
    legal_end: Mapped[date | None]
    destination: Mapped[str | None] = mapped_column(String(30))
    destination_on: Mapped[date | None]
    destination_note: Mapped[str | None] = mapped_column(Text)
    new_organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"))
    long_term_ill: Mapped[bool | None]
    vdab_informed_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)


class StopAttachment(Base):
    """A paper that goes with a notification: what it is and where it can be found (block G). Code: stop_attachment."""

    __tablename__ = "stop_attachment"

    id: Mapped[primary_key]
    notification_id: Mapped[int] = mapped_column(Id, ForeignKey("stop_notification.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    reference: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(Moment)


class StopQuestion(Base):
    """A question of the department about a notification, and the enterprise's answer."""

    __tablename__ = "stop_question"

    id: Mapped[primary_key]
    notification_id: Mapped[int] = mapped_column(Id, ForeignKey("stop_notification.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
