"""Who sees an open task that is another's work. Kept by the database itself (migration 0007): nothing writes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment


class TaskOnlooker(Base):
    """A party of the task's case, other than the one whose work it is. The moments are the task's, to order by."""

    __tablename__ = "task_onlooker"
    __table_args__ = (
        Index("ix_task_onlooker_seen", "role", "organisation_id", "sort_at", "task_id"),
        Index("ix_task_onlooker_seen_new", "role", "organisation_id", "created_at", "task_id"),
        Index("ix_task_onlooker_own", "user_id", "role", "organisation_id", "sort_at", "task_id"),
        Index("ix_task_onlooker_own_new", "user_id", "role", "organisation_id", "created_at", "task_id"),
    )

    task_id: Mapped[int] = mapped_column(Id, ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Id)
    user_id: Mapped[int | None] = mapped_column(Id)
    sort_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
