"""The simulated clock: demo and tests only (contract §3). Moving it forward fires what falls due, in due order, each at
its own moment; going there can be stopped and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.calendar import add_duration, parse_duration
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed
from app.domain.text import say
from app.models.case import Case
from app.models.clock import Clock, now
from app.services import audit, presence, waking

_STAND = update(Clock).values(simulated_at=bindparam("moment"), target_at=None)


@dataclass(frozen=True)
class ClockView:
    """What the clock shows: the moment, whether it is simulated, where it is on its way to, the next due moment."""

    now: datetime
    simulated: bool
    target: datetime | None
    next_due: datetime | None


def show() -> ClockView:
    """What time it is."""
    with db.reading() as session:
        row = session.get(Clock, 1) if db.clock_is_simulated() else None
        return ClockView(
            now(session), bool(row and row.simulated_at), row.target_at if row else None, _next_due(session)
        )


def set_to(actor: Actor, moment: datetime) -> None:
    """Send the clock to `moment`. Forward, `run` brings it there; backward it stands there at once."""
    _ensure_may(actor)
    with db.transaction() as session:
        row, current = _row(session), now(session)
        audit.record(session, Tag.CLOCK_SET, actor=actor, from_moment=current, to_moment=moment)
        if moment <= current:
            row.simulated_at, row.target_at = moment, None
        else:
            row.simulated_at, row.target_at = row.simulated_at or current, moment


def advance(actor: Actor, duration: str) -> None:
    """Send the clock forward by an ISO 8601 duration, by the calendar of Europe/Brussels."""
    try:
        parsed = parse_duration(duration)
    except ValueError:
        raise AnswersInvalid(
            {"duration": [say("«%(given)s» is geen duur. Schrijf bijvoorbeeld P1M of P14D.", given=duration)]}
        ) from None
    set_to(actor, add_duration(show().now, parsed))


def to_next_due(actor: Actor) -> None:
    """Send the clock to the next moment at which something falls due. Conflict when nothing does."""
    due = show().next_due
    if due is None:
        raise Conflict(say("Er staat niets gepland: geen enkel dossier wacht op een datum."))
    set_to(actor, due)


def real(actor: Actor) -> None:
    """Back to real time."""
    _ensure_may(actor)
    with db.transaction() as session:
        row, current = _row(session), now(session)
        audit.record(session, Tag.CLOCK_SET, actor=actor, from_moment=current, to_moment=datetime.now(UTC))
        row.simulated_at, row.target_at = None, None


def stop(actor: Actor) -> None:
    """Stop moving: the clock stays where it is."""
    _ensure_may(actor)
    with db.transaction() as session:
        _row(session).target_at = None


def is_travelling() -> bool:
    """Whether the clock is on its way somewhere."""
    if not db.clock_is_simulated():
        return False
    with db.reading() as session:
        return session.scalar(select(Clock.target_at)) is not None


def run(
    progress: Callable[[datetime, datetime], None] | None = None, stopping: Callable[[], bool] | None = None
) -> int:
    """Bring the clock to its target, firing each due moment on the way. Returns how many cases were woken.

    One transaction per firing; killed at any point, the next run takes up where this one was.
    """
    fired = 0
    while not (stopping and stopping()):
        due = _step()
        if due is None:
            break
        moment, target = due
        fired += waking.wake_due(stopping=stopping)
        if progress:
            progress(moment, target)
        if moment == target and not (stopping and stopping()):
            _arrive(moment)
    return fired


def next_due() -> datetime | None:
    """The next moment at which a case goes on by itself."""
    with db.reading() as session:
        return _next_due(session)


def stand_at(moment: datetime) -> None:
    """The clock of a throw-away world stands at `moment`; who puts it there wakes what is due. Not audited."""
    if not db.is_elsewhere():
        raise RuntimeError("only the clock of a throw-away world is put somewhere")
    with db.transaction() as session:
        session.connection().execute(_STAND, {"moment": moment})


def travel(moment: datetime) -> int:
    """Bring the clock to `moment`, firing what falls due on the way. For demo data and tests: not audited as an act."""
    if not db.clock_is_simulated():
        raise Conflict(say("De klok kan alleen in de demo en in tests verzet worden."))
    with db.transaction() as session:
        row = _row(session)
        due = _next_due(session)
        if row.simulated_at is None or moment <= row.simulated_at or due is None or due > moment:
            row.simulated_at, row.target_at = moment, None
            return 0
        row.target_at = moment
    return run()


def _step() -> tuple[datetime, datetime] | None:
    """Move to the next due moment, or to the target when nothing is due before it; None when there is no target."""
    with db.transaction() as session:
        row = _row(session)
        target, current = row.target_at, row.simulated_at
        if target is None or current is None:
            return None
        due = _next_due(session)
        moment = min(max(due, current), target) if due else target
        row.simulated_at = moment
        presence.carry(session, moment)
        return moment, target


def _arrive(moment: datetime) -> None:
    """The clock is where it went and everything due there fired; unless it was sent elsewhere meanwhile."""
    with db.transaction() as session:
        row = _row(session)
        if row.target_at == row.simulated_at == moment:
            row.target_at = None


def _next_due(session: Session) -> datetime | None:
    return session.scalar(select(Case.next_due).where(Case.next_due.is_not(None)).order_by(Case.next_due).limit(1))


def _row(session: Session) -> Clock:
    row = session.get(Clock, 1, with_for_update=True)
    if row is None:
        row = Clock(id=1)
        session.add(row)
    return row


def _ensure_may(actor: Actor) -> None:
    if not db.clock_is_simulated():
        raise Conflict(say("De klok kan alleen in de demo en in tests verzet worden."))
    if not actor.may(Permission.CLOCK_SET):
        raise NotAllowed()
