"""The background worker: one loop for everything nobody waits for. Any number may run."""

from __future__ import annotations

import logging
import threading

from app.jobs import mail
from app.services import clock, presence, waking

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0


def run_once(mail_url: str | None) -> int:
    """Do everything due now; returns how many things were done."""
    done = clock.run() if clock.is_travelling() else 0
    presence.beat()
    return done + waking.wake_due() + mail.send_pending(mail_url)


def run_forever(stopping: threading.Event, mail_url: str | None) -> None:
    """Work until `stopping` is set. A failure is logged and the loop goes on: the database may be back in a second."""
    while not stopping.is_set():
        try:
            if clock.is_travelling():
                clock.run(stopping=waking.gently(stopping.is_set))
            presence.beat()
            waking.wake_due(stopping=waking.gently(stopping.is_set))
            mail.send_pending(mail_url)
        except Exception:
            _log.exception("background work failed; trying again")
        stopping.wait(_POLL_SECONDS)
