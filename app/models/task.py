"""Human work: tasks, the answers given, drafts kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Shortened, primary_key
from app.models.partly_sealed import PartlySealed

OPEN, DONE, CANCELLED = "open", "done", "cancelled"


def _open_index(name: str, *columns: str, where: str = "status = 'open'") -> Index:
    """An index over open tasks only, or those `where` says: lists of work never read what is done."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


#: The search index over open tasks, on SQLite and on PostgreSQL: migration 0007 makes it, the database keeps it.
TEXT_INDEX = ("task_text", "ix_task_text")
_CLAIMED = "status = 'open' AND assignee_id IS NOT NULL"


class Task(Base):
    """One piece of work for one role. Names are copied for lists; `sort_at` is the due moment or the end of time.

    `paused_days` says how far suspensions moved the due moment.
    """

    __tablename__ = "task"
    __table_args__ = (
        # One for each list of queries/worklist_ranges.py, in due order and newest first.
        _open_index("ix_task_team", "role", "organisation_id", "assignee_id", "sort_at", "id"),
        _open_index("ix_task_team_new", "role", "organisation_id", "assignee_id", "created_at", "id"),
        _open_index("ix_task_claimed", "role", "organisation_id", "sort_at", "id", where=_CLAIMED),
        _open_index("ix_task_claimed_new", "role", "organisation_id", "created_at", "id", where=_CLAIMED),
        _open_index("ix_task_assignee", "assignee_id", "sort_at", "id"),
        _open_index("ix_task_assignee_new", "assignee_id", "created_at", "id"),
        _open_index("ix_task_open", "sort_at", "id"),
        _open_index("ix_task_open_new", "created_at", "id"),
        Index("ix_task_case", "case_id", "status"),
        # How many cases stand at which step of a process, and how long they stayed (queries/heat.py).
        _open_index("ix_task_standing", "process", "element"),
        _open_index("ix_task_stayed", "process", "done_at", where="status = 'done'"),
    )

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"))
    key: Mapped[str] = mapped_column(String(60))
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(Shortened(300))
    role: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisation.id"))
    assignee_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    subject: Mapped[str] = mapped_column(Shortened(200))
    search_subject: Mapped[str] = mapped_column(Shortened(500))
    item: Mapped[Any | None] = mapped_column(JSON)
    priority: Mapped[int] = mapped_column(default=50)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    sort_at: Mapped[datetime] = mapped_column(Moment)
    paused_days: Mapped[int] = mapped_column(default=0, server_default="0")
    status: Mapped[str] = mapped_column(String(20), default=OPEN)
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))


class Answers(Base):
    """What somebody answered when he completed a task (or started a case), as given. Never changed."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_case", "case_id", "process", "element", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("task.id"))
    definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"))
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(120))
    values: Mapped[dict[str, Any]] = mapped_column(PartlySealed)
    given_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)


class Draft(Base):
    """Answers kept as typed, valid or not, one draft for each person working on a task."""

    __tablename__ = "draft"

    task_id: Mapped[int] = mapped_column(Id, ForeignKey("task.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(PartlySealed)
    saved_at: Mapped[datetime] = mapped_column(Moment)
