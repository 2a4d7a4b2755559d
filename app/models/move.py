"""Moves of running cases to another version of their process: the wish of the mover, and what came of each case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key

RUNNING, STOPPED, DONE = "running", "stopped", "done"
MOVED, REFUSED, UNDONE = "moved", "refused", "undone"


class Move(Base):
    """A wish to bring running cases to a version: all of them, or the `chosen`. `after_case_id` says how far it is."""

    __tablename__ = "move"
    __table_args__ = (
        Index(
            "ix_move_running",
            "id",
            sqlite_where=text("status = 'running'"),
            postgresql_where=text("status = 'running'"),
        ),
    )

    id: Mapped[primary_key]
    definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"), index=True)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    recompute: Mapped[bool]
    chosen: Mapped[list[int] | None] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20), default=RUNNING)
    total: Mapped[int]
    moved: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    after_case_id: Mapped[int] = mapped_column(Id, default=0)
    started_by: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class MovedCase(Base):
    """What came of one case. `state` and `holders` are how it stood before, for as long as that can be undone."""

    __tablename__ = "moved_case"
    __table_args__ = (Index("ix_moved_case_case", "case_id", "id"), Index("ix_moved_case_move", "move_id", "case_id"))

    id: Mapped[primary_key]
    move_id: Mapped[int | None] = mapped_column(Id, ForeignKey("move.id"))
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    from_definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"))
    definition_id: Mapped[int] = mapped_column(Id, ForeignKey("definition.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    sentences: Mapped[list[Any]] = mapped_column(JSON)  # reasons or changes, as `app.services.sentences` keeps them
    state: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    holders: Mapped[dict[str, Any]] = mapped_column(JSON)  # task id -> organisation and assignee before
    revision: Mapped[int]  # the case's, right after the move
    moved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    moved_at: Mapped[datetime] = mapped_column(Moment)
    undone_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
