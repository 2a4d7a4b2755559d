"""Statuses as words with a shape and a colour, so that colour is never the only sign (screens.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext

from app.queries.worklist import week_end
from app.web import current


@dataclass(frozen=True)
class Status:
    """A word, and the style (shape and colour) it is shown in: see `.status--…` in theme.css."""

    word: str
    style: str


LATE = Status(lazy_gettext("Te laat"), "late")
THIS_WEEK = Status(lazy_gettext("Deze week"), "soon")
ON_TRACK = Status(lazy_gettext("Op schema"), "ok")
WAITING = Status(lazy_gettext("Wacht"), "waiting")
SUSPENDED = Status(lazy_gettext("Geschorst"), "paused")
RUNNING = Status(lazy_gettext("Loopt"), "ok")
ENDED = Status(lazy_gettext("Afgelopen"), "done")
NO_DATE = Status(lazy_gettext("Zonder datum"), "plain")


def of_task(due_at: datetime | None) -> Status:
    """Where an open task stands against its due moment."""
    if due_at is None:
        return NO_DATE
    if due_at < current.now():
        return LATE
    return THIS_WEEK if due_at < week_end(current.now()) else ON_TRACK
