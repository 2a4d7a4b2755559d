"""The worker's side of the queue: DBOS takes jobs from it and does them in threads of this process.

One process has one executor. On SQLite that is the web process (`app/cli/serve.py`); on PostgreSQL any number of
`flask worker`. Caveats of DBOS and what is done about them: docs/decisions/0007.
"""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy import select

from app import db, queue
from app.domain.jobs import UNFINISHED, Lane
from app.jobs import mending, registry, retention, slots
from app.jobs.heartbeat import BEAT_SECONDS, DEAD_AFTER_SECONDS, Heartbeat
from app.jobs.perform import perform
from app.models.job import Job
from app.services import closed_rows, firings
from config import Settings

_log = logging.getLogger(__name__)
#: How many jobs of a lane one worker takes up at each look at the queue, and so how many it does a second at most. Mail
#: mostly waits for its server; an export must not wait for a bulk move of an hour.
AT_ONCE = {Lane.QUICK: 25, Lane.LONG: 4, Lane.WEBHOOK: 10}
_POLL_SECONDS = 1.0
_LONGEST_STOP = 20  # seconds for what is in hand when the worker is told to stop: a mail server may be slow
_RETENTION_SECONDS = 3600.0
_MENDING_SECONDS = 60.0


class Executor:
    """A launched DBOS with a name, signs of life, and an end. Use `start`, then `stop`; `drain` in between."""

    def __init__(self, settings: Settings, role: str, dead_after: float = DEAD_AFTER_SECONDS) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._in_hand = 0
        self.done = 0
        self._counting = threading.Lock()
        self._slot = slots.claim(role, queue.address())
        self._beat_every = min(BEAT_SECONDS, dead_after / 3)
        self._heartbeat = Heartbeat(self._slot.name, dead_after)
        self._threads = [
            threading.Thread(target=self._live, name="heartbeat", daemon=True),
            threading.Thread(target=self._keep_house, name="housekeeping", daemon=True),
        ]

    def start(self) -> None:
        """Begin: what this worker had in hand when it was killed, then what waits."""
        from dbos import DBOS

        registry.load()
        self._heartbeat.beat()
        logger = logging.getLogger("dbos")
        logger.addHandler(logging.NullHandler())  # else DBOS adds a log of its own, beside ours
        DBOS(
            config={
                "name": queue.APPLICATION,
                "system_database_url": queue.address(),
                "dbos_system_schema": queue.SCHEMA,
                "application_version": queue.VERSION,
                "executor_id": self._slot.name,
                "run_migrations": False,
                "use_listen_notify": False,
                "scheduler_polling_interval_sec": _RETENTION_SECONDS,  # we schedule nothing with it
                "log_level": "WARNING",
            }
        )

        @DBOS.workflow(name=queue.WORKFLOW)
        def work(job_id: int, turn: int) -> None:
            self._do(job_id, turn)

        DBOS.launch()
        for lane in Lane:
            DBOS.register_queue(lane, worker_concurrency=AT_ONCE[lane], polling_interval_sec=_POLL_SECONDS)
        for thread in self._threads:
            thread.start()
        _log.info("%s is at work", self._slot.name)

    def drain(self) -> None:
        """Wait until nothing waits that could be done now, and nothing is in hand here."""
        while self._is_busy() and not self._stopping.wait(0.1):
            pass

    def stop(self) -> None:
        """End: what is in hand is finished or put back, within a while; what is not goes on at the next start."""
        from dbos import DBOS

        self._stopping.set()
        end = time.monotonic() + _LONGEST_STOP
        while self._in_hand and time.monotonic() < end:
            time.sleep(0.05)
        try:
            DBOS.destroy(destroy_registry=True)
            for thread in self._threads:
                if thread.is_alive():
                    thread.join(_LONGEST_STOP)
            if not self._in_hand:
                self._heartbeat.leave()
        finally:  # the next start may be soon, and gets this name
            self._slot.release()
        _log.info("%s has stopped", self._slot.name)

    def _do(self, job_id: int, turn: int) -> None:
        with self._counting:
            self._in_hand += 1
        try:
            perform(job_id, turn, self._slot.name, self._settings, self._stopping.is_set)
        finally:
            with self._counting:
                self._in_hand -= 1
                self.done += 1

    def _is_busy(self) -> bool:
        from dbos import DBOS

        waiting = DBOS.list_workflows(status="ENQUEUED", limit=1, load_input=False, load_output=False)
        delayed = DBOS.list_workflows(status="DELAYED", load_input=False, load_output=False)
        due = any((workflow.delay_until_epoch_ms or 0) <= time.time() * 1000 for workflow in delayed)
        mine = DBOS.list_workflows(
            status="PENDING", executor_id=self._slot.name, limit=1, load_input=False, load_output=False
        )
        return bool(waiting or mine or due)

    def _live(self) -> None:
        while not self._stopping.wait(self._beat_every):
            try:
                self._heartbeat.beat()
                self._heartbeat.reap()
            except Exception:
                _log.exception("signs of life failed; trying again")

    def _keep_house(self) -> None:
        """Beside the signs of life: who has much to forget is not dead."""
        tidied = -_RETENTION_SECONDS
        pause = self._beat_every  # whoever starts has more urgent things to do
        while not self._stopping.wait(pause):
            pause = _MENDING_SECONDS
            try:
                mending.run()
                if time.monotonic() - tidied >= _RETENTION_SECONDS:
                    retention.run()
                    firings.forget_old()
                    closed_rows.pack_closed()
                    tidied = time.monotonic()
            except Exception:
                _log.exception("housekeeping failed; trying again")


def something_waits() -> bool:
    """Whether any job is not finished: without one there is nothing to start an executor for."""
    with db.reading() as session:
        return session.scalar(select(Job.id).where(Job.state.in_(UNFINISHED)).limit(1)) is not None
