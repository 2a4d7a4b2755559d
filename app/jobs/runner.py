"""The background worker: one loop for the clock and the timers, and an executor for the jobs. Any number may run."""

from __future__ import annotations

import logging
import threading

from app.jobs.executor import Executor, something_waits
from app.jobs.manners import gently
from app.services import clock, mail, presence, waking, webhook_trail
from config import Settings

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0


def run_once(settings: Settings) -> int:
    """Do everything due now; returns how many things were done."""
    done = clock.run() if clock.is_travelling() else 0
    presence.beat()
    done += waking.wake_due()
    done += webhook_trail.follow()
    if settings.mail_url is not None:
        mail.ask_for_waiting()
    return done + (_do_jobs(settings) if something_waits() else 0)


def _do_jobs(settings: Settings) -> int:
    executor = Executor(settings, "worker")
    try:
        executor.start()
        executor.drain()
    finally:
        executor.stop()
    return executor.done


def run_forever(stopping: threading.Event, settings: Settings, role: str) -> None:
    """Work until `stopping` is set, as a worker of this role (`web`, `worker`).

    A failure is logged and the loop goes on: the database may be back in a second.
    """
    executor: Executor | None = None
    try:
        while not stopping.is_set():
            try:
                if clock.is_travelling():
                    clock.run(stopping=gently(stopping.is_set))
                presence.beat()
                waking.wake_due(stopping=gently(stopping.is_set))
                executor = executor or _started(settings, role)
                webhook_trail.follow(stopping=gently(stopping.is_set))
            except Exception:
                _log.exception("background work failed; trying again")
            stopping.wait(_POLL_SECONDS)
    finally:
        if executor is not None:
            executor.stop()


def _started(settings: Settings, role: str) -> Executor:
    """The executor at work; after a first look at the timers, since starting it takes a second."""
    if settings.mail_url is not None:
        mail.ask_for_waiting()
    executor = Executor(settings, role)
    try:
        executor.start()
    except Exception:
        executor.stop()
        raise
    return executor
