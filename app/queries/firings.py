"""What happened by itself: what came late and by how much, and the outages that were caught up.

Rows name a case and are of cases the actor sees. Figures name nobody; who watches over the whole gets those of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models.case import OPEN, Case, Timer
from app.models.clock import now
from app.models.definition import Definition
from app.models.firing import LATE_SECONDS, Firing, Outage, Presence
from app.queries.deadlines import counted, of_process
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_case

_ALIVE = timedelta(minutes=5)


@dataclass(frozen=True)
class LateFiring:
    """Something that happened later than it should have."""

    case_id: int
    title: str
    process_title: str
    name: str
    due_at: datetime
    fired_at: datetime
    late: timedelta


@dataclass(frozen=True)
class OutageProof:
    """A stretch without a worker, and what became of what fell due in it."""

    from_at: datetime
    to_at: datetime
    fired: int
    waiting: int
    latest: timedelta


@dataclass(frozen=True)
class Punctuality:
    """The last hour: how many timers fired, how many of those late, and the most seconds one was late."""

    fired: int
    late: int
    worst_seconds: int


def late(
    session: Session, actor: Actor, process: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[LateFiring]:
    """A page of what happened a minute late or more in cases the actor sees, newest first."""
    limit = checked_limit(limit)
    query = (
        select(
            Firing.case_id, Case.title, Definition.title, Firing.name,
            Firing.due_at, Firing.fired_at, Firing.late_seconds, Firing.id,
        )
        .join(Case, Case.id == Firing.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Firing.late_seconds >= LATE_SECONDS, visible_case(actor))
        .order_by(Firing.fired_at.desc(), Firing.id.desc())
    )  # fmt: skip
    after = decode_cursor(cursor, datetime, int)
    if after is not None:
        query = query.where(tuple_(Firing.fired_at, Firing.id) < after)
    rows = session.execute(of_process(query, process).limit(limit + 1)).all()
    items = [
        LateFiring(case_id, title, process_title, name, due_at, fired_at, timedelta(seconds=seconds))
        for case_id, title, process_title, name, due_at, fired_at, seconds, _ in rows[:limit]
    ]
    return Page(items, encode_cursor(rows[limit - 1][5], rows[limit - 1][7]) if len(rows) > limit else None)


def outages(session: Session, actor: Actor, most: int = 20) -> list[OutageProof]:
    """The last stretches without a worker: what fell due in each, whether all of it fired, and how late at most."""
    rows = session.execute(select(Outage.from_at, Outage.to_at).order_by(Outage.id.desc()).limit(most)).all()
    return [_proof(session, actor, from_at, to_at) for from_at, to_at in rows]


def idle_since(session: Session) -> datetime | None:
    """Since when nothing happens by itself: no worker has been here, or none ever was and something waits for the first
    one since then. None when all is well."""
    seen = session.scalar(select(Presence.seen_at))
    since = seen if seen is not None else session.scalar(select(func.min(Case.next_due)))
    return since if since is not None and now(session) - since > _ALIVE else None


def punctuality(session: Session) -> Punctuality:
    """The figures of the last hour, for who watches the server; one statement over an index."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(Firing.late_seconds >= LATE_SECONDS),
            func.coalesce(func.max(Firing.late_seconds), 0),
        ).where(Firing.fired_at > now(session) - timedelta(hours=1))
    ).one()
    return Punctuality(*row)


def _proof(session: Session, actor: Actor, from_at: datetime, to_at: datetime) -> OutageProof:
    in_it = and_(Firing.due_at >= from_at, Firing.due_at < to_at, Firing.fired_at >= to_at)
    fired = select(func.count(), func.coalesce(func.max(Firing.late_seconds), 0)).where(in_it, counted(actor))
    number, worst = session.execute(fired.join(Case, Case.id == Firing.case_id)).one()
    waiting = (
        select(func.count())
        .select_from(Timer)
        .join(Case, Case.id == Timer.case_id)
        .where(Timer.due_at >= from_at, Timer.due_at < to_at, Case.status == OPEN, counted(actor))
    )
    return OutageProof(from_at, to_at, number, session.scalar(waiting) or 0, timedelta(seconds=worst))
