"""Background work: the jobs, what they brought forth, and the workers that do them.

The row of a job is the truth about it; the queue (DBOS, app/queue.py) only says when a worker takes it up. Each time a
job is put in the queue it gets a new `turn`: what still waits there for an older turn finds nothing to do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class Job(Base):
    """One piece of background work. `arguments` holds ids and settings, never names or texts of people.

    `done` of `total` items are behind it, `failures` of them without success. Since the last item `attempts` to do it
    failed, and `crashes` times the worker that had it in hand died.
    `key` is unique: what was asked for twice under one key is done once. `case_id`: the one case it is about, if any.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state", "state", "id"),
        Index("ix_job_finished", "finished_at", "id"),
        Index("ix_job_case", "case_id", "id"),
    )

    id: Mapped[primary_key]
    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    lane: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    turn: Mapped[int] = mapped_column(Integer, default=1)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    crashes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int | None] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    case_id: Mapped[int | None] = mapped_column(Id, ForeignKey("case.id"))
    requested_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    requested_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    worker: Mapped[str | None] = mapped_column(String(120))
    last_error: Mapped[str | None] = mapped_column(String(200))


class JobResult(Base):
    """The file a job made. In the database, because any worker on any machine may have made it."""

    __tablename__ = "job_result"

    job_id: Mapped[int] = mapped_column(Id, ForeignKey("job.id"), primary_key=True, autoincrement=False)
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Worker(Base):
    """A worker that is, or was, at work. `beat` goes up while it lives; one that stands still is dead."""

    __tablename__ = "worker"

    executor_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    beat: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[datetime] = mapped_column(Moment)
