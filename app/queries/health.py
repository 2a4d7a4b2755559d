"""How Traject itself is doing: whether its database is there and new enough, and what waits. No data of persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import inf
from pathlib import Path

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, inspect, literal_column, select, table
from sqlalchemy.orm import Session

from app.domain.jobs import UNFINISHED, JobState
from app.models.case import Case
from app.models.clock import now
from app.models.firing import Presence
from app.models.job import Job
from app.models.record import Notice
from app.models.webhook import BY_PERSON, PAUSED, WAITING, Delivery, Webhook
from app.queries.firings import punctuality
from app.queries.incidents import standing

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_REACHED = table("alembic_version")  # where Alembic keeps the migration a database is at


def _counted(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(condition).scalar_subquery()


_COUNTS = select(
    _counted(Job.state == JobState.FAILED),
    _counted(Notice.mail_status == "pending"),
    _counted(Delivery.state == WAITING),
    _counted(and_(Webhook.state == PAUSED, Webhook.paused_because != BY_PERSON)),
)


@dataclass(frozen=True)
class Gauge:
    """One figure for whoever watches: `name` is traject_… there, `words` say what it is."""

    name: str
    words: str
    value: float


@cache
def newest_schema() -> str:
    """The migration the code was written for: the last of the numbers their files begin with."""
    # Not asked of Alembic: loading it is a tenth of a start, and a server needs it for nothing else.
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def has_newest_schema(session: Session) -> bool:
    """Whether the database had every migration this code knows (`flask db upgrade`), and perhaps those of a newer
    release: the schema goes first, and what is there goes on working on it (docs/operations.md)."""
    if not inspect(session.connection()).has_table(_REACHED.name):
        return False
    reached: str | None = session.scalar(select(literal_column("version_num")).select_from(_REACHED))
    return reached is not None and reached >= newest_schema()


def waiting(session: Session) -> list[Gauge]:
    """What waits now and what came late; six statements, each served by an index."""
    moment = now(session)
    overdue, oldest = session.execute(
        select(func.count(), func.min(Case.next_due)).where(Case.next_due <= moment)
    ).one()
    incidents, fired = standing(session), punctuality(session)
    unfinished = select(func.count(), func.min(Job.requested_at)).where(Job.state.in_(UNFINISHED))
    jobs, asked = session.execute(unfinished).one()
    seen = session.scalar(select(Presence.seen_at))
    failed, mails, deliveries, stopped = session.execute(_COUNTS).one()
    return [
        Gauge("cases_overdue", "Cases in which a timer is due and has not fired.", overdue),
        Gauge("lateness_seconds", "How long the oldest of those is due.", _seconds(moment, oldest)),
        Gauge("timers_fired_hour", "Timers that fired in the last hour.", fired.fired),
        Gauge("timers_late_hour", "Of those, how many a minute late or more.", fired.late),
        Gauge("timers_worst_seconds", "How late the latest of those was.", fired.worst_seconds),
        Gauge("worker_silent_seconds", "How long no worker was seen.", _seconds(moment, seen) if seen else inf),
        Gauge("incidents_open", "Cases that need a person before they go on.", incidents.need_person),
        Gauge("incidents_retrying", "Failures that are tried again by themselves.", incidents.tried_again),
        Gauge("jobs_waiting", "Jobs that are not finished.", jobs),
        Gauge("jobs_oldest_seconds", "How long the oldest of those waits.", _seconds(moment, asked)),
        Gauge("jobs_failed", "Jobs that failed and wait for a person.", failed),
        Gauge("mails_pending", "Mails to be sent.", mails),
        Gauge("webhooks_waiting", "Messages of webhooks that were not delivered yet.", deliveries),
        Gauge("webhooks_stopped", "Receivers of webhooks that Traject paused: they took nothing for days.", stopped),
    ]


def _seconds(moment: datetime, since: datetime | None) -> float:
    return max(0.0, (moment - since).total_seconds()) if since else 0.0
