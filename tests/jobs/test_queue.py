"""The queue with real workers: what is asked for is done, once, whoever dies meanwhile (security.md 28, 29)."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import db, queue
from app.domain.access import SYSTEM
from app.domain.jobs import JobState, Lane
from app.jobs import executor, runner
from app.jobs.heartbeat import Heartbeat
from app.models.job import Job, Worker
from app.services import jobs
from config import Settings
from tests.jobs.conftest import asked, left, row_of, wait_until

pytestmark = pytest.mark.usefixtures("at_work")


def in_queue() -> int:
    return len(queue.client().list_workflows())


def test_what_is_not_kept_is_not_asked_for():
    def refused() -> None:
        with db.transaction() as session:
            jobs.enqueue(session, "once", {"name": "nobody"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refused()
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0
    assert in_queue() == 0


def test_one_key_one_job():
    with db.transaction() as session:
        first = jobs.enqueue(session, "once", {"name": "a"}, key="a")
        assert jobs.enqueue(session, "once", {"name": "a"}, key="a") == first
    assert in_queue() == 1


def test_s28__a_worker_once_does_what_waits_once_and_leaves(settings: Settings):
    later = asked("once", name="later")
    jobs.reschedule(SYSTEM, later, timedelta(days=5 * 365))
    with db.transaction() as session:
        jobs.enqueue(session, "once", {"name": "soon"}, delay=timedelta(seconds=0.3))
    stopped = asked("once", name="stopped")
    jobs.stop(SYSTEM, stopped)
    done = [asked("once", name=f"job {number}") for number in range(3)]
    time.sleep(0.3)
    assert runner.run_once(settings) == 4
    assert left() == {"job 0": 1, "job 1": 1, "job 2": 1, "soon": 1}
    assert {row_of(job_id).state for job_id in done} == {JobState.DONE}
    assert (row_of(later).state, row_of(stopped).state) == (JobState.QUEUED, JobState.STOPPED)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Worker)) == 0


def test_s28_s29__two_workers_share_and_one_finishes_what_the_other_died_of(worker):
    first, second = worker(), worker()
    more_than_one_can = executor.AT_ONCE[Lane.LONG] + 1
    names = [f"short{number}" for number in range(more_than_one_can + 3)]
    short = [asked("meet", Lane.LONG, name=name, others=more_than_one_can) for name in names]
    wait_until(lambda: all(row_of(job_id).state == JobState.DONE for job_id in short))
    assert {row_of(job_id).worker.rpartition("-")[2] for job_id in short} == {"0", "1"}
    long = asked("walk", Lane.LONG, name="long", items=30, pause=0.1)
    wait_until(lambda: row_of(long).done >= 3)
    doomed, heir = (first, second) if row_of(long).worker.endswith("-0") else (second, first)
    doomed.kill()
    doomed.wait()
    wait_until(lambda: row_of(long).state == JobState.DONE)
    assert heir.poll() is None
    assert left() == {
        **dict.fromkeys(names, 1),
        **{f"long-{number}": 1 for number in range(30)},
    }
    assert row_of(long).failures == 0


def test_s28__where_the_database_was_away_nobody_is_thought_dead_and_who_stays_silent_is():
    """Else those who come back first would do again what the others have in hand."""
    first, second = Heartbeat("worker@a-0", dead_after=0.3), Heartbeat("worker@b-0", dead_after=0.3)
    first.beat()
    second.beat()
    assert first.dead() == []
    time.sleep(0.4)  # the database is away: nobody beats, nobody looks
    first.beat()
    assert first.dead() == []
    wait_until(lambda: first.dead() == [("worker@b-0", 1)])
