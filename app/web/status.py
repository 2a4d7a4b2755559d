"""Statuses as words with a shape and a colour, so that colour is never the only sign (screens.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_babel import lazy_gettext

from app.queries.worklist_counts import week_end
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
PAUSED = Status(lazy_gettext("Gepauzeerd"), "paused")
RUNNING = Status(lazy_gettext("Loopt"), "ok")
ENDED = Status(lazy_gettext("Afgelopen"), "done")
NO_DATE = Status(lazy_gettext("Zonder datum"), "plain")


def of_task(due_at: datetime | None, paused: bool = False) -> Status:
    """Where an open task stands against its due moment; while its trajectory is suspended it is paused."""
    if paused:
        return PAUSED
    if due_at is None:
        return NO_DATE
    now, end = g.get("week") or _week()
    if due_at < now:
        return LATE
    return THIS_WEEK if due_at < end else ON_TRACK


def _week() -> tuple[datetime, datetime]:
    """Now and the end of this week: found once per page, asked for every row."""
    g.week = current.now(), week_end(current.now())
    found: tuple[datetime, datetime] = g.week
    return found
