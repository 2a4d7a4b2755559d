"""Background work, for who manages it and for who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, undefer

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.jobs import JobState
from app.models.job import Job, JobResult, Worker
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor


@dataclass(frozen=True)
class JobRow:
    """A job in a list: what, for whom, how far, and what went wrong last (never personal data)."""

    id: int
    kind: str
    state: JobState
    done: int
    total: int | None
    failures: int
    attempts: int
    requested_by: str | None
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    worker: str | None
    last_error: str | None


@dataclass(frozen=True)
class WorkerRow:
    """A worker that is at work, or died less than a minute ago."""

    name: str
    seen_at: datetime


def page(session: Session, actor: Actor, state: JobState | None, after: str | None, limit: int) -> Page[JobRow]:
    """The jobs in one state, or all, newest first. NotAllowed for who does not manage them."""
    _ensure_manages(actor)
    query = _rows().order_by(Job.id.desc()).limit(checked_limit(limit) + 1)
    if state is not None:
        query = query.where(Job.state == state.value)
    if key := decode_cursor(after, int):
        query = query.where(Job.id < key[0])
    rows = [_row(row) for row in session.execute(query)]
    more = len(rows) > limit
    return Page(rows[:limit], encode_cursor(rows[limit - 1].id) if more else None)


def one(session: Session, actor: Actor, job_id: int) -> JobRow:
    """One job. Refusals: NotAllowed, NotVisible."""
    _ensure_manages(actor)
    row = session.execute(_rows().where(Job.id == job_id)).first()
    if row is None:
        raise NotVisible()
    return _row(row)


def latest(session: Session, actor: Actor, kind: str, case_id: int) -> JobRow | None:
    """The newest job of `kind` this actor himself asked for about a case."""
    mine = _rows().where(Job.case_id == case_id, Job.kind == kind, Job.requested_by == actor.user_id)
    row = session.execute(mine.order_by(Job.id.desc()).limit(1)).first()
    return _row(row) if row is not None else None


def result(session: Session, actor: Actor, kind: str, case_id: int) -> JobResult | None:
    """The file of the newest such job, with its content; None when there is none (yet, or any more)."""
    job = latest(session, actor, kind, case_id)
    return session.get(JobResult, job.id, options=(undefer(JobResult.content),)) if job is not None else None


def counts(session: Session) -> dict[JobState, int]:
    """How many jobs are in each state, for the list and for metrics."""
    counted = session.execute(select(Job.state, func.count().label("jobs")).group_by(Job.state))
    found = {row.state: row.jobs for row in counted}
    return {state: found.get(state.value, 0) for state in JobState}


def workers(session: Session, actor: Actor) -> list[WorkerRow]:
    """The workers, by name."""
    _ensure_manages(actor)
    rows = session.execute(select(Worker.executor_id, Worker.seen_at).order_by(Worker.executor_id))
    return [WorkerRow(*row) for row in rows]


def _ensure_manages(actor: Actor) -> None:
    if not actor.may(Permission.JOB_MANAGE):
        raise NotAllowed()


def _rows() -> Select[Any]:
    elsewhere = ("requested_by", "attempts")
    columns = [getattr(Job, field.name) for field in fields(JobRow) if field.name not in elsewhere]
    columns.append((Job.attempts + Job.crashes).label("attempts"))
    return select(*columns, User.name.label("requested_by")).join(User, User.id == Job.requested_by, isouter=True)


def _row(row: Row[Any]) -> JobRow:
    return JobRow(**{**row._mapping, "state": JobState(row.state)})
