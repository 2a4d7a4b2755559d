"""Finished jobs are forgotten after a while, ours and the queue's memory of them, and what kept a move undoable
(security.md 34)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select

from app import db, queue
from app.domain.jobs import JobState
from app.models.clock import now
from app.models.job import Job, JobResult
from app.services import deliveries, kept_states, takeovers, webhook_trail

# What a job made holds people's data, and was meant for one person: long enough to fetch it.
KEPT_RESULT = timedelta(days=7)
KEPT_DONE = timedelta(days=30)
# There may be one every few seconds, and what it did stands with the messages it delivered.
KEPT_DELIVERER = timedelta(days=1)
# What failed or was stopped waits for a person; half a year later nobody comes.
KEPT_OTHER = timedelta(days=180)
_BATCH = 200


def run() -> int:
    """Forget what is old enough, by Traject's clock; returns how many jobs."""
    with db.transaction() as session:
        old = select(Job.id).where(Job.finished_at < now(session) - KEPT_RESULT)
        session.execute(delete(JobResult).where(JobResult.job_id.in_(old)))
    kept_states.forget_what_is_past_undoing()
    takeovers.forget_old()
    deliveries.forget(done_before=KEPT_DONE, other_before=KEPT_OTHER)
    forgotten = 0
    while turns := _oldest():
        # The queue first: a crash in between leaves our rows, and the next round does the same again.
        queue.forget((job_id, turn) for job_id, last in turns.items() for turn in range(1, last + 1))
        with db.transaction() as session:
            session.execute(delete(Job).where(Job.id.in_(turns)))
        forgotten += len(turns)
    return forgotten


def _oldest() -> dict[int, int]:
    """The last turns of jobs to forget, by job id; a batch."""
    with db.reading() as session:
        moment = now(session)
        deliverer = (Job.kind == webhook_trail.JOB) & (Job.finished_at < moment - KEPT_DELIVERER)
        done = (Job.state == JobState.DONE) & ((Job.finished_at < moment - KEPT_DONE) | deliverer)
        other = Job.state.in_((JobState.FAILED, JobState.STOPPED)) & (Job.finished_at < moment - KEPT_OTHER)
        rows = session.execute(
            select(Job.id, Job.turn).where(or_(done, other)).order_by(Job.finished_at, Job.id).limit(_BATCH)
        )
        return {row.id: row.turn for row in rows}
