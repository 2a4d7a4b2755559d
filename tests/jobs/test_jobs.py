"""Jobs without the queue: each piece of work once, failures told, stopped and resumed where they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import db, queue
from app.domain.access import SYSTEM, Actor
from app.domain.errors import Conflict, NotAllowed
from app.domain.jobs import JobState
from app.jobs import mending, retention
from app.jobs.perform import perform
from app.jobs.registry import KINDS
from app.models.audit import Audit
from app.models.job import Job, JobResult
from app.services import jobs
from tests.jobs.conftest import asked, left, row_of
from tests.support.jobs import SETTINGS, do_waiting

pytestmark = pytest.mark.usefixtures("at_work")

NOBODY = Actor(user_id=None, name="Jan")


def tags() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.tag).order_by(Audit.number)))


def test_s28__a_turn_that_comes_twice_is_done_once():
    job_id = asked("once", name="a")
    for _ in range(2):
        perform(job_id, 1, "worker@tests-0", SETTINGS, lambda: False)
    assert left() == {"a": 1}


def test_s28__a_run_that_was_overtaken_writes_nothing():
    """A worker that was thought dead wakes up beside the one that took its job over."""
    job_id = asked("walk", name="a", items=3)
    taken_over = []

    def other_worker_first() -> bool:
        if not taken_over:
            taken_over.append(True)
            perform(job_id, 1, "worker@tests-1", SETTINGS, lambda: False)
        return False

    perform(job_id, 1, "worker@tests-0", SETTINGS, other_worker_first)
    assert left() == {"a-0": 1, "a-1": 1, "a-2": 1}
    assert row_of(job_id).state == JobState.DONE


def test_one_item_that_breaks_holds_up_no_other():
    job_id = asked("walk", name="a", items=3, breaks=1)
    do_waiting()
    assert left() == {"a-0": 1, "a-2": 1}
    assert (row_of(job_id).done, row_of(job_id).failures) == (3, 1)


def test_s28__an_item_during_which_the_database_goes_away_is_not_passed_over():
    job_id = asked("walk", name="a", items=3, away=1)
    do_waiting()
    assert (row_of(job_id).state, row_of(job_id).done, row_of(job_id).failures) == (JobState.QUEUED, 1, 0)
    do_waiting()
    assert left() == {"a-0": 1, "a-1": 1, "a-2": 1}
    assert (row_of(job_id).state, row_of(job_id).failures, row_of(job_id).last_error) == (JobState.DONE, 0, None)


def test_a_worker_that_stops_puts_back_what_it_has_in_hand():
    job_id = asked("walk", name="a", items=3)
    asks = iter([False, True])
    perform(job_id, 1, "worker@tests-0", SETTINGS, lambda: next(asks))
    assert (row_of(job_id).state, row_of(job_id).done, row_of(job_id).attempts) == (JobState.QUEUED, 1, 0)
    do_waiting()
    assert left() == {"a-0": 1, "a-1": 1, "a-2": 1}


def test_somebody_stops_a_job_half_way_and_lets_it_go_on():
    job_id = asked("walk", name="a", items=3)
    asked_to_stop = iter([False, True])

    def stop_after_one() -> bool:
        if next(asked_to_stop, False):
            jobs.stop(SYSTEM, job_id)
        return False

    perform(job_id, 1, "worker@tests-0", SETTINGS, stop_after_one)
    assert (row_of(job_id).state, row_of(job_id).done) == (JobState.STOPPED, 1)
    with pytest.raises(Conflict):
        jobs.stop(SYSTEM, job_id)
    jobs.resume(SYSTEM, job_id)
    do_waiting()
    assert left() == {"a-0": 1, "a-1": 1, "a-2": 1}
    assert tags() == ["job:stopped", "job:resumed"]


def test_s30__what_fails_is_tried_ever_later_and_then_waits_for_a_person():
    job_id = asked("break")
    for attempt in range(len(KINDS["break"].patience)):
        do_waiting()
        assert (row_of(job_id).state, row_of(job_id).attempts) == (JobState.QUEUED, attempt + 1)
    delays = [w.delay_until_epoch_ms - w.created_at for w in queue.client().list_workflows() if w.delay_until_epoch_ms]
    assert [round(delay / 60_000) for delay in delays] == [1, 5, 25]
    do_waiting()
    assert row_of(job_id).state == JobState.FAILED
    assert row_of(job_id).last_error == "RuntimeError"
    assert tags() == ["job:failed"]


def test_what_is_hopeless_fails_at_once_and_what_nobody_knows_yet_waits():
    hopeless, newer = asked("hopeless"), asked("of_a_newer_release")
    do_waiting()
    assert (row_of(hopeless).state, row_of(hopeless).last_error) == (JobState.FAILED, "no such thing")
    assert (row_of(newer).state, row_of(newer).last_error) == (JobState.QUEUED, "LookupError")


def dies() -> bool:
    """What a run asks first; its worker is killed meanwhile."""
    raise KeyboardInterrupt


def in_hand_of_a_worker_that_dies(job_id: int, times: int) -> None:
    for _ in range(times):
        with pytest.raises(KeyboardInterrupt):
            perform(job_id, row_of(job_id).turn, "worker@tests-0", SETTINGS, dies)


def test_s28__a_job_that_went_down_with_its_workers_waits_and_is_then_done():
    """It may have had no part in it. One that had a part in it leaves the others alone meanwhile."""
    waits = set()
    for number in range(3):
        job_id = asked("walk", name=f"{number}", items=1)
        in_hand_of_a_worker_that_dies(job_id, 6)
        perform(job_id, 1, "worker@tests-0", SETTINGS, dies)
        assert (row_of(job_id).state, row_of(job_id).last_error) == (JobState.QUEUED, "WorkerLost")
        waits |= {w.delay_until_epoch_ms - w.created_at for w in queue.client().list_workflows(status="DELAYED")}
    assert len(waits) == 3 and all(30_000 <= wait <= 91_000 for wait in waits)  # not together again
    do_waiting()
    assert left() == {"0-0": 1, "1-0": 1, "2-0": 1}
    assert tags() == []


def test_a_job_that_takes_its_worker_down_each_time_is_given_up():
    job_id = asked("walk", name="a", items=1)
    in_hand_of_a_worker_that_dies(job_id, 6)
    for turn in range(1, 1 + len(KINDS["walk"].patience)):
        perform(job_id, turn, "worker@tests-0", SETTINGS, dies)
        assert row_of(job_id).state == JobState.QUEUED
        in_hand_of_a_worker_that_dies(job_id, 1)
    perform(job_id, row_of(job_id).turn, "worker@tests-0", SETTINGS, dies)
    assert (row_of(job_id).state, row_of(job_id).last_error) == (JobState.FAILED, "WorkerLost")
    assert tags() == ["job:failed"]


def test_s30__workers_that_died_take_nothing_from_how_often_a_failing_job_is_tried():
    job_id = asked("break")
    for attempt in range(len(KINDS["break"].patience)):
        in_hand_of_a_worker_that_dies(job_id, 1)
        do_waiting()
        assert (row_of(job_id).state, row_of(job_id).attempts) == (JobState.QUEUED, attempt + 1)
    in_hand_of_a_worker_that_dies(job_id, 1)
    perform(job_id, row_of(job_id).turn, "worker@tests-0", SETTINGS, lambda: False)
    assert (row_of(job_id).state, row_of(job_id).last_error) == (JobState.FAILED, "RuntimeError")


def test_s28__what_the_queue_lost_is_put_back():
    """A backup without the schema of the queue, or an end that could not be written."""
    lost, fine = asked("once", name="lost"), asked("once", name="fine")
    queue.forget([(lost, 1)])
    assert mending.run() == 1
    assert (row_of(lost).turn, row_of(fine).turn) == (2, 1)
    assert mending.run() == 0
    do_waiting()
    assert left() == {"lost": 1, "fine": 1}


def test_who_does_not_manage_jobs_changes_none():
    job_id = asked("once", name="a")
    for act in (jobs.stop, jobs.resume, lambda *given: jobs.reschedule(*given, timedelta(0))):
        with pytest.raises(NotAllowed):
            act(NOBODY, job_id)


def test_s34__finished_jobs_are_forgotten_after_a_while(clock):
    done, failed, waits = asked("once", name="a"), asked("hopeless"), asked("once", name="b")
    jobs.stop(SYSTEM, waits)
    jobs.resume(SYSTEM, waits)
    for job_id in (done, failed):
        perform(job_id, 1, "worker@tests-0", SETTINGS, lambda: False)
    with db.transaction() as session:
        session.add(JobResult(job_id=done, filename="a", media_type="text/plain", content=b"a"))
    clock.advance(days=8)
    assert retention.run() == 0
    with db.reading() as session:
        assert session.get(JobResult, done) is None
    clock.advance(days=30)
    assert retention.run() == 1
    clock.advance(days=180)
    assert retention.run() == 1
    with db.reading() as session:
        assert session.scalars(select(Job.id)).all() == [waits]
        assert session.scalar(select(func.count()).select_from(JobResult)) == 0
    assert {w.workflow_id for w in queue.client().list_workflows()} == {
        queue.workflow_id(waits, turn) for turn in (1, 2)
    }
