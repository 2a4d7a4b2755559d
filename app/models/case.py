"""Cases: running instances of a process, who takes part, what they wait for and the way they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Shortened, primary_key

OPEN, ENDED = "open", "ended"


class Case(Base):
    """A running or ended instance. `state` is the engine's, opaque here.

    `next_due` is all a poll needs to look at: the first timer, or after a failure the moment of the next try, or None.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "ix_case_due",
            "next_due",
            "id",
            sqlite_where=text("next_due IS NOT NULL"),
            postgresql_where=text("next_due IS NOT NULL"),
        ),
        Index(  # the status comes last: first it would lead SQLite away from the order in which lists are read
            "ix_case_running",
            "definition_id",
            "status",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_case_person_process", "person_id", "process", "status"),
        Index("ix_case_created", "created_at", "id"),
        Index(
            "ix_case_ended",
            "ended_at",
            "id",
            sqlite_where=text("ended_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
    )

    id: Mapped[primary_key]
    process: Mapped[str] = mapped_column(String(60), index=True)
    definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"), index=True)
    title: Mapped[str] = mapped_column(Shortened(200))
    search_title: Mapped[str] = mapped_column(Shortened(200), index=True)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default=OPEN)
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    variables: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    waits_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(default=0)
    next_due: Mapped[datetime | None] = mapped_column(Moment)
    open_incidents: Mapped[int] = mapped_column(default=0, server_default="0")
    started_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    end_event: Mapped[str | None] = mapped_column(String(120))


class CaseParty(Base):
    """Who takes part in a case: for a role, the organisation and perhaps the one person who does its work."""

    __tablename__ = "case_party"
    __table_args__ = (
        UniqueConstraint("case_id", "role"),
        Index("ix_case_party_scope", "role", "organisation_id", "case_id"),
        Index("ix_case_party_user", "user_id", "role", "case_id"),
    )

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    role: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))


class Timer(Base):
    """A moment at which the case goes on by itself; for pages and calendars."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due", "due_at", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(Shortened(300))
    due_at: Mapped[datetime] = mapped_column(Moment)


class Step(Base):
    """One element a case came by: the trail on the diagram."""

    __tablename__ = "step"
    __table_args__ = (Index("ix_step_case", "case_id", "position"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    position: Mapped[int]
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(Shortened(300))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(Id)
