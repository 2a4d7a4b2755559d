"""How Traject itself is doing: whether its database is there and new enough, and what waits. No data of persons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.case import Case
from app.models.clock import now
from app.models.incident import Incident
from app.models.record import Notice

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True)
class Waiting:
    """What the background work still has to do, and what it could not do. `lateness` is in seconds."""

    overdue_cases: int
    lateness: float
    open_incidents: int
    pending_mails: int


@cache
def newest_schema() -> str | None:
    """The migration the code was written for."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def has_newest_schema(session: Session) -> bool:
    """Whether the database had every migration (`flask db upgrade`)."""
    return MigrationContext.configure(session.connection()).get_current_revision() == newest_schema()


def waiting(session: Session) -> Waiting:
    """What waits now; three statements, each served by an index."""
    moment = now(session)
    overdue, oldest = session.execute(
        select(func.count(), func.min(Case.next_due)).where(Case.next_due <= moment)
    ).one()
    return Waiting(
        overdue_cases=overdue,
        lateness=(moment - oldest).total_seconds() if oldest else 0.0,
        open_incidents=session.scalar(select(func.count()).where(Incident.resolved_at.is_(None))) or 0,
        pending_mails=session.scalar(select(func.count()).where(Notice.mail_status == "pending")) or 0,
    )
