"""The personal development plan (POP) of an employee and its actions (domain.md §2.3, §7.2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class Plan(Base):
    """One version of the plan. `year` counts the plans of a trajectory from 1; `due_on` is the day it must be signed.

    `state` is a code of codes.plan_state. A signed plan is never edited: a later version `replaces_id` it.
    """

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_person", "person_id", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"))
    trajectory_id: Mapped[int | None] = mapped_column(Id, ForeignKey("trajectory.id"), index=True)
    year: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("plan.id"))
    prepared_on: Mapped[date | None]
    talked_on: Mapped[date | None]
    situation: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[str | None] = mapped_column(Text)
    generic_now: Mapped[str | None] = mapped_column(Text)
    generic_goal: Mapped[str | None] = mapped_column(Text)
    technical_now: Mapped[str | None] = mapped_column(Text)
    technical_goal: Mapped[str | None] = mapped_column(Text)
    agreement: Mapped[str | None] = mapped_column(String(20))
    agreement_reason: Mapped[str | None] = mapped_column(Text)
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    objection: Mapped[str | None] = mapped_column(Text)
    coach_signed_on: Mapped[date | None]
    coach_signed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    employer_signed_on: Mapped[date | None]
    employer_signed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    signed_on: Mapped[date | None]
    followed_on: Mapped[date | None]
    follow_up: Mapped[str | None] = mapped_column(Text)


class PlanAction(Base):
    """One action of a plan: what, who, by when, how far. `carried_from` points at the same action a year before."""

    __tablename__ = "plan_action"

    id: Mapped[primary_key]
    plan_id: Mapped[int] = mapped_column(Id, ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(20))
    by_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20))
    result: Mapped[str | None] = mapped_column(Text)
    carried_from: Mapped[int | None] = mapped_column(Id, ForeignKey("plan_action.id"))
