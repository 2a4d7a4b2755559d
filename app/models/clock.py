"""The clock: the only source of time. One row says what time it is where the clock is simulated (contract §3)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, func, null, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app import db
from app.models.base import Base, Moment
from app.prepared import Prepared

BRUSSELS = ZoneInfo("Europe/Brussels")


class Clock(Base):
    """The simulated clock. `simulated_at` None: real time. `target_at`: where it is on its way to, or None."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    simulated_at: Mapped[datetime | None] = mapped_column(Moment)
    target_at: Mapped[datetime | None] = mapped_column(Moment)


_simulated = select(Clock.simulated_at)
_SIMULATED = Prepared(_simulated)  # made once: every page asks it


def now(session: Session) -> datetime:
    """The moment of this session, in UTC: read once, the same for everything the session does."""
    moment = session.info.get("now")
    if not isinstance(moment, datetime):
        simulated = _SIMULATED.scalar(session.connection()) if db.clock_is_simulated() else None
        moment = remember(session, simulated)
    return moment


def clock_column() -> ColumnElement[Any]:
    """The simulated clock as a column of another question, so that `now` need not ask; None where time is real."""
    if not db.clock_is_simulated():
        return null().label("clock")
    return _simulated.scalar_subquery().label("clock")


def clock_or(moment: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """The moment it is, in a condition: the simulated clock's, or `moment` (`real_now`) where time is real."""
    if not db.clock_is_simulated():
        return moment
    return func.coalesce(_simulated.scalar_subquery(), moment)


def real_now() -> datetime:
    """The moment by the machine's own clock, in UTC: for questions that use `clock_or`."""
    return datetime.now(UTC)


def remember(session: Session, simulated: datetime | None) -> datetime:
    """What `clock_column` answered, as the moment of this session."""
    moment: datetime = session.info.setdefault("now", simulated or real_now())
    return moment


def today(session: Session) -> date:
    """The date of `now` in Europe/Brussels."""
    return now(session).astimezone(BRUSSELS).date()
