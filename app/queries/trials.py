"""The trials of a draft: which there are, how far they are, and what each showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.domain.errors import NotVisible
from app.domain.jobs import JobState
from app.models.job import Job, JobResult
from app.models.user import User
from app.services.trials import prefix

_SHOWN = 20


@dataclass(frozen=True)
class TrialRow:
    """One trial: what was asked, by whom, how far it is (`done` of 100), and what is played (services/trials.py)."""

    id: int
    state: JobState
    done: int
    cases: int
    years: int
    seed: int
    asked_by: str
    asked_at: datetime
    asked_by_id: int | None
    content: str
    error: str | None


def of_draft(session: Session, draft_id: int) -> list[TrialRow]:
    """The newest trials of a draft."""
    rows = session.execute(
        select(Job, User.name)
        .join(User, User.id == Job.requested_by, isouter=True)
        .where(Job.key.startswith(prefix(draft_id)))
        .order_by(Job.id.desc())
        .limit(_SHOWN)
    )
    return [_row(job, name) for job, name in rows]


def one(session: Session, draft_id: int, job_id: int) -> tuple[TrialRow, dict[str, Any] | None]:
    """One trial of a draft and what it showed so far (None: nothing yet). NotVisible when it is none of this draft."""
    found = session.execute(
        select(Job, User.name)
        .join(User, User.id == Job.requested_by, isouter=True)
        .where(Job.id == job_id, Job.key.startswith(prefix(draft_id)))
    ).first()
    if found is None:
        raise NotVisible()
    result = session.get(JobResult, job_id, options=(undefer(JobResult.content),))
    return _row(found[0], found[1]), orjson.loads(result.content) if result else None


def _row(job: Job, name: str | None) -> TrialRow:
    wanted = job.arguments
    return TrialRow(
        job.id,
        JobState(job.state),
        100 * job.done // max(1, job.total or 1),
        wanted["cases"],
        wanted["years"],
        wanted["seed"],
        name or "Traject",
        job.requested_at,
        job.requested_by,
        wanted.get("content", ""),
        job.last_error,
    )
