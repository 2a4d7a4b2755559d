"""Background work: asked for inside a use case, done later by a worker, once.

How to add a kind of job: a file in `app/jobs/` with a function under `@job("its_kind")` (app/jobs/registry.py says what
that function may count on), and what people call it in `app/domain/jobs.py`. How to ask for one, inside the transaction
of the use case that wants it::

    with db.transaction() as session:
        …
        jobs.enqueue(session, "move_cases", {"move": move.id}, actor=actor, total=len(cases), lane=Lane.LONG)

The row of the job and its place in the queue are written in that transaction: both are kept or neither. Arguments are
JSON: ids and settings, never names or texts of people. Reads (state, progress): `app/queries/jobs.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, queue
from app.domain.access import SYSTEM, Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.domain.jobs import UNFINISHED, JobState, Lane
from app.domain.text import say
from app.models.base import new_id
from app.models.clock import now
from app.models.job import Job
from app.services import audit


def enqueue(
    session: Session,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    actor: Actor = SYSTEM,
    total: int | None = None,
    key: str | None = None,
    new: bool = False,
    case_id: int | None = None,
    lane: Lane = Lane.QUICK,
    delay: timedelta = timedelta(0),
) -> int:
    """Ask for a job of `kind` as part of the running transaction; returns its id.

    `total`: how many items it will go through, for its progress. `key`: asking again under the same key gives the job
    that is there already; it is not looked for where the caller knows that none can be there (`new`). `case_id`: the
    one case it is about, if any. `delay`: real time, not the clock's. What a person asked for is in the audit trail.
    """
    if key is not None and not new:
        there = session.scalar(select(Job.id).where(Job.key == key))
        if there is not None:
            return there
    row = Job(
        id=new_id(),
        kind=kind,
        arguments=dict(arguments),
        key=key,
        lane=lane.value,
        state=JobState.QUEUED.value,
        turn=1,
        total=total,
        case_id=case_id,
        requested_by=actor.user_id,
        requested_at=now(session),
    )
    session.add(row)
    session.flush()
    queue.put(session, row.id, row.turn, row.lane, delay)
    if actor.user_id is not None:
        audit.record(session, Tag.JOB_REQUESTED, actor=actor, case_id=case_id, job=row.id, kind=kind)
    return row.id


def stop(actor: Actor, job_id: int) -> None:
    """Stop a job: it does nothing more, what it did stays. Refusals: NotVisible, NotAllowed, Conflict."""
    with db.transaction() as session:
        row = _locked(session, actor, job_id)
        if row.state not in UNFINISHED:
            raise Conflict(say("Deze taak op de achtergrond is al klaar of gestopt."))
        turn = row.turn
        row.state = JobState.STOPPED.value
        row.finished_at = now(session)
        audit.record(session, Tag.JOB_STOPPED, actor=actor, job=row.id, kind=row.kind)
    queue.take_away([(job_id, turn)])


def resume(actor: Actor, job_id: int) -> None:
    """Let a stopped or failed job go on where it was. Refusals: NotVisible, NotAllowed, Conflict."""
    with db.transaction() as session:
        row = _locked(session, actor, job_id)
        if row.state not in (JobState.FAILED, JobState.STOPPED):
            raise Conflict(say("Alleen wat mislukt of gestopt is, kunt u opnieuw proberen."))
        row.attempts = row.crashes = 0
        row.finished_at = None
        put_again(session, row)
        audit.record(session, Tag.JOB_RESUMED, actor=actor, job=row.id, kind=row.kind)


def reschedule(actor: Actor, job_id: int, delay: timedelta) -> None:
    """Let a waiting job wait `delay` from now, in real time. Refusals: NotVisible, NotAllowed, Conflict."""
    with db.transaction() as session:
        row = _locked(session, actor, job_id)
        if row.state != JobState.QUEUED:
            raise Conflict(say("Alleen wat nog wacht, kunt u verplaatsen."))
        turn = row.turn
        put_again(session, row, delay)
        audit.record(session, Tag.JOB_RESCHEDULED, actor=actor, job=row.id, kind=row.kind)
    queue.take_away([(job_id, turn)])


def may_change(actor: Actor, requested_by: int | None) -> bool:
    """Whether the actor may stop, resume or move a job that this user asked for (None: Traject itself did)."""
    return actor.may(Permission.JOB_MANAGE) or (requested_by is not None and actor.user_id == requested_by)


def put_again(session: Session, row: Job, delay: timedelta = timedelta(0)) -> None:
    """Put a job in the queue under a new turn, in the running transaction; older turns find nothing to do any more."""
    row.turn += 1
    row.state = JobState.QUEUED.value
    row.worker = None
    session.flush()
    queue.put(session, row.id, row.turn, row.lane, delay)


def _locked(session: Session, actor: Actor, job_id: int) -> Job:
    """The job, for who manages them all or asked for this one."""
    row = session.scalars(select(Job).where(Job.id == job_id).with_for_update()).first()
    if not may_change(actor, row.requested_by if row is not None else None):
        raise NotAllowed()
    if row is None:
        raise NotVisible()
    return row
