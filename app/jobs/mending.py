"""No job is lost: one that is not finished, but that the queue has forgotten or thinks finished, is put back.

That does not happen in the ordinary course. It does where the database fails just when the end of a job is written,
where the queue gives a job up, and where a backup was restored without the schema of the queue.
"""

from __future__ import annotations

import logging

from sqlalchemy import select

from app import db, queue
from app.domain.jobs import UNFINISHED
from app.models.job import Job
from app.services.jobs import put_again

_log = logging.getLogger(__name__)
_BATCH = 500


def run() -> int:
    """Put back what was lost; returns how many jobs."""
    mended, after = 0, 0
    while turns := _unfinished(after):
        after = max(turns)
        alive = queue.alive(turns.items())
        mended += sum(_put_back(job_id, turn) for job_id, turn in turns.items() if (job_id, turn) not in alive)
    return mended


def _unfinished(after: int) -> dict[int, int]:
    """Jobs that wait or run, and their turns, by job id; a batch."""
    with db.reading() as session:
        waiting = select(Job.id, Job.turn).where(Job.state.in_(UNFINISHED), Job.id > after)
        return {row.id: row.turn for row in session.execute(waiting.order_by(Job.id).limit(_BATCH))}


def _put_back(job_id: int, turn: int) -> bool:
    with db.transaction() as session:
        row = session.scalars(
            select(Job).where(Job.id == job_id, Job.turn == turn, Job.state.in_(UNFINISHED)).with_for_update()
        ).first()
        if row is None:  # it was finished between our two looks
            return False
        put_again(session, row)
    _log.warning("job %s was lost by the queue, and put back", job_id)
    return True
