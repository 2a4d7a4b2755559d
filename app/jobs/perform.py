"""Doing one job: taken up, done by the function of its kind, and then done, tried again later, or failed.

The queue calls this; what it leads to stands in the row of the job, whatever became of the call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from random import SystemRandom

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.domain.jobs import UNFINISHED, JobState
from app.jobs.registry import KINDS, PATIENCE
from app.jobs.run import Hopeless, Overtaken, PutBack, Run
from app.models.clock import now
from app.models.job import Job
from app.services import audit
from app.services.jobs import put_again
from config import Settings

_log = logging.getLogger(__name__)
# A job that was in hand of so many workers that died, without getting further, is not taken up at once again.
_MOST_CRASHES = 5
_LOST = "WorkerLost"
_chance = SystemRandom()


def perform(job_id: int, turn: int, worker: str, settings: Settings, stopping: Callable[[], bool]) -> None:
    """Do this turn of a job, if it is still what should be done. Raises only where the database fails."""
    with db.transaction() as session:
        row = _locked(session, job_id, turn)
        if row is None or not _take_up(session, row, worker):
            return
        kind, run = row.kind, Run(job_id, turn, dict(row.arguments), row.done, settings, stopping)
    try:
        if kind not in KINDS:  # asked for by a newer release; its workers know it
            raise LookupError(f"no job of kind {kind} here")
        KINDS[kind].do(run)
        _end(run)
    except Overtaken:
        _log.info("job %s was stopped or taken over", job_id)
    except PutBack:
        _again(run, timedelta(0))
    except Exception as error:  # whatever broke, the job waits for its next try or for a person
        _failed(run, kind, error)


def _take_up(session: Session, row: Job, worker: str) -> bool:
    """Mark the job as this worker's; False where it was in hand of too many that died."""
    if row.state == JobState.RUNNING:  # somebody had it in hand, and died
        row.crashes += 1
        if row.crashes > _MOST_CRASHES:
            _let_rest(session, row)
            return False
    row.state, row.worker = JobState.RUNNING.value, worker
    row.started_at = row.started_at or now(session)
    return True


def _let_rest(session: Session, row: Job) -> None:
    """Have it taken up later; in the end it has failed.

    One of those in hand may have taken the worker down, or none of them. Each waits a while of its own: who had no part
    in it is done without the other, and who had leaves the others alone. All are as patient as with other failures.
    Those are counted apart: a job that often lost its worker is tried no less often when it fails, and the reverse.
    """
    rests = _patience(row.kind)[row.crashes - _MOST_CRASHES - 1 :]
    if not rests:
        _give_up(session, row, _LOST)
        return
    row.last_error = _LOST
    put_again(session, row, rests[0] * _chance.uniform(0.5, 1.5))


def _end(run: Run) -> None:
    """Done, where the function of the kind did not say so itself in its last transaction."""
    with db.transaction() as session:
        row = _locked(session, run.job_id, run.turn)
        if row is not None:
            row.state, row.finished_at = JobState.DONE.value, now(session)
            row.last_error = None


def _again(run: Run, delay: timedelta) -> None:
    with db.transaction() as session:
        row = _locked(session, run.job_id, run.turn)
        if row is not None:
            put_again(session, row, delay)


def _failed(run: Run, kind: str, error: Exception) -> None:
    with db.transaction() as session:
        row = _locked(session, run.job_id, run.turn)
        if row is None:
            return
        # The message of an unknown error may hold personal data: its type must do.
        reason = str(error) if isinstance(error, Hopeless) else type(error).__name__
        patience = _patience(kind) or (PATIENCE if isinstance(error, db.AWAY) else ())
        if isinstance(error, Hopeless) or row.attempts >= len(patience):
            _give_up(session, row, reason)
        else:
            _log.warning("job %s (%s) is tried again later: %s", run.job_id, kind, reason)
            delay = patience[row.attempts]
            row.attempts, row.last_error = row.attempts + 1, reason[:200]
            put_again(session, row, delay)


def _give_up(session: Session, row: Job, reason: str) -> None:
    _log.error("job %s (%s) failed: %s", row.id, row.kind, reason)
    if row.kind in KINDS:
        KINDS[row.kind].given_up(session, row.arguments)
    row.state, row.finished_at = JobState.FAILED.value, now(session)
    row.last_error = reason[:200]
    audit.record(session, Tag.JOB_FAILED, actor=SYSTEM, job=row.id, kind=row.kind)


def _patience(kind: str) -> tuple[timedelta, ...]:
    return KINDS[kind].patience if kind in KINDS else (timedelta(minutes=1),) * 60


def _locked(session: Session, job_id: int, turn: int) -> Job | None:
    """The job, if this turn of it is still to be done."""
    return session.scalars(
        select(Job).where(Job.id == job_id, Job.turn == turn, Job.state.in_(UNFINISHED)).with_for_update()
    ).first()
