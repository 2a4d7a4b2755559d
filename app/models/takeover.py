"""Employees taken over from a file: the file, and its rows until they are forgotten."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Sealed, primary_key


class TakeoverState(StrEnum):
    """How a file stands: being looked through, waiting for a go-ahead, being taken over, stopped, done."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class RowState(StrEnum):
    """How a row stands. `present` is somebody who is in service in Traject already: there is nothing to do."""

    UNREAD = "unread"
    READY = "ready"
    WARNED = "warned"
    REFUSED = "refused"
    PRESENT = "present"
    DONE = "done"
    FAILED = "failed"


#: Rows that a go-ahead takes over.
TO_DO = (RowState.READY.value, RowState.WARNED.value)


class Takeover(Base):
    """A file of employees in service. `organisation_id` is the enterprise that handed it in, None: the department.

    `headings` are the columns as the file has them. The rows are forgotten at `forgotten_at`; the counts stay.
    """

    __tablename__ = "takeover"
    __table_args__ = (Index("ix_takeover_organisation", "organisation_id", "id"),)

    id: Mapped[primary_key]
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"))
    digest: Mapped[str] = mapped_column(String(64))
    headings: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=TakeoverState.CHECKING.value)
    total: Mapped[int]
    looked_at: Mapped[int] = mapped_column(default=0)
    chosen: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    handed_in_by: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    handed_in_at: Mapped[datetime] = mapped_column(Moment)
    begun_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class TakeoverRow(Base):
    """One row of a file. `cells` is a JSON list, sealed: it holds a national number; `number_digest` finds doubles.

    `remarks` is one too, of pairs: a column (or nothing) and a sentence as app/domain/kept_text.py keeps it. Sealed
    as well: a sentence may repeat what somebody typed in the wrong column.
    """

    __tablename__ = "takeover_row"
    __table_args__ = (
        Index("ix_takeover_row_line", "takeover_id", "line", unique=True),
        Index("ix_takeover_row_state", "takeover_id", "state", "line"),
        Index("ix_takeover_row_number", "takeover_id", "number_digest"),
    )

    id: Mapped[primary_key]
    takeover_id: Mapped[int] = mapped_column(Id, ForeignKey("takeover.id"))
    line: Mapped[int]
    cells: Mapped[str] = mapped_column(Sealed)
    number_digest: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=RowState.UNREAD.value)
    remarks: Mapped[str] = mapped_column(Sealed, default="[]")
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"))
    fraction: Mapped[Decimal | None] = mapped_column(Numeric(6, 4))
    next_plan_on: Mapped[date | None]
    last_day: Mapped[date | None]
    case_id: Mapped[int | None] = mapped_column(Id, ForeignKey("case.id"))
