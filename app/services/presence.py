"""Workers say that they are here; the first that comes back after a gap writes down that there was an outage."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import db
from app.models.clock import now
from app.models.firing import Outage, Presence

# Thrice before the alarm for silence goes off (docs/operations.md: a minute).
_EVERY = timedelta(seconds=20)
# A restart takes a minute or two; longer than this is an outage.
_OUTAGE = timedelta(minutes=5)


def beat() -> None:
    """A worker is here. Mostly one look at one row; written thrice a minute by all workers together."""
    with db.reading() as session:
        if not _is_old(session.scalar(select(Presence.seen_at)), now(session)):
            return
    with db.transaction() as session:
        row, moment = session.get(Presence, 1, with_for_update=True), now(session)
        if row is None:
            with suppress(IntegrityError), session.begin_nested():  # another worker may be the very first with us
                session.add(Presence(id=1, seen_at=moment))
        elif _is_old(row.seen_at, moment):  # no other worker was first
            if moment - row.seen_at > _OUTAGE:
                session.add(Outage(from_at=row.seen_at, to_at=moment))
            row.seen_at = moment


def carry(session: Session, moment: datetime) -> None:
    """The simulated clock jumps to `moment` with its worker beside it: that is no outage."""
    session.execute(update(Presence).values(seen_at=moment))


def _is_old(seen: datetime | None, moment: datetime) -> bool:
    return seen is None or not timedelta(0) <= moment - seen < _EVERY
