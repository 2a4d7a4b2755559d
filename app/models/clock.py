"""The clock: the only source of time. One row says what time it is where the clock is simulated (contract §3)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, null, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app import db
from app.models.base import Base, Moment

BRUSSELS = ZoneInfo("Europe/Brussels")


class Clock(Base):
    """The simulated clock. `simulated_at` None: real time. `target_at`: where it is on its way to, or None."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    simulated_at: Mapped[datetime | None] = mapped_column(Moment)
    target_at: Mapped[datetime | None] = mapped_column(Moment)


_SIMULATED = select(Clock.simulated_at)  # made once: every page asks it


def now(session: Session) -> datetime:
    """The moment of this session, in UTC: read once, the same for everything the session does."""
    moment = session.info.get("now")
    if not isinstance(moment, datetime):
        simulated = session.connection().scalar(_SIMULATED) if db.clock_is_simulated() else None
        moment = remember(session, simulated)
    return moment


def clock_column() -> ColumnElement[Any]:
    """The simulated clock as a column of another question, so that `now` need not ask; None where time is real."""
    if not db.clock_is_simulated():
        return null().label("clock")
    return select(Clock.simulated_at).scalar_subquery().label("clock")


def remember(session: Session, simulated: datetime | None) -> datetime:
    """What `clock_column` answered, as the moment of this session."""
    moment: datetime = session.info.setdefault("now", simulated or datetime.now(UTC))
    return moment


def today(session: Session) -> date:
    """The date of `now` in Europe/Brussels."""
    return now(session).astimezone(BRUSSELS).date()
