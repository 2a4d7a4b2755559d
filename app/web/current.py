"""What one request knows: who asks, the reading session, and what day it is (by Traject's own clock)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_login import current_user
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.models import clock

BRUSSELS = ZoneInfo("Europe/Brussels")


def session() -> Session:
    """The reading session of this request, opened at first use and closed when the request ends."""
    if "session" not in g:
        g.session = db.read_session()
    found: Session = g.session
    return found


def give_up() -> None:
    """The database is away: what is shown from here on asks it nothing, not even who is signed in."""
    g.database_away = True


def gave_up() -> bool:
    """Whether the database is away for this request."""
    return "database_away" in g


def refresh() -> None:
    """Forget what was read: used after a service wrote something and the page goes on reading."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
    g.pop("now", None)
    g.pop("week", None)


def actor_or_none() -> Actor | None:
    """The person who signed in, or None."""
    found = getattr(current_user, "actor", None)
    return found if isinstance(found, Actor) else None


def actor() -> Actor:
    """The person who signed in. The guard makes sure there is one on every route that is not public."""
    found = actor_or_none()
    if found is None:
        raise RuntimeError("nobody is signed in: this route should not be public")
    return found


def now() -> datetime:
    """This moment by Traject's clock (which the demo can move), read once per request."""
    found: datetime | None = g.get("now")
    if found is None:
        found = g.now = clock.now(session())
    return found


def today() -> date:
    """Today in Brussels, by Traject's clock."""
    return now().astimezone(BRUSSELS).date()


def init(app: Flask) -> None:
    """Close the reading session at the end of every request."""

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        opened = g.pop("session", None)
        if opened is not None:
            opened.close()
