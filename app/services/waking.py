"""Waking cases whose moment has come. One broken case never holds up another."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.models.case import Case
from app.models.clock import now
from app.models.incident import Incident
from app.services import audit, cases

_log = logging.getLogger(__name__)
_BATCH = 100
# After a failure: try again after 1, 5, 25 minutes, then it stands as an incident until a person acts (security.md 30).
_BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))


def wake_due(stopping: Callable[[], bool] | None = None) -> int:
    """Fire everything that is due now, in due order. Returns how many cases were woken."""
    woken = 0
    while not (stopping and stopping()):
        with db.reading() as session:
            due = session.scalars(
                select(Case.id)
                .where(Case.next_due <= now(session), ~held_back())
                .order_by(Case.next_due, Case.id)
                .limit(_BATCH)
            ).all()
        if not due:
            return woken
        for case_id in due:
            woken += _wake(case_id)
    return woken


def held_back() -> ColumnElement[bool]:
    """Cases with an open incident: they wait for their next try or for a person."""
    return exists(select(Incident.id).where(Incident.case_id == Case.id, Incident.resolved_at.is_(None)))


def _wake(case_id: int) -> int:
    try:
        return int(cases.wake(case_id))
    except Exception as error:  # whatever broke, only this case stands still; the incident says what it was
        _stand_as_incident(case_id, error)
        return 0


def _stand_as_incident(case_id: int, error: Exception) -> None:
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        correlation = secrets.token_hex(8)
        element = error.element if isinstance(error, engine.EngineError) else None
        # The message of an unknown error may hold personal data: its type and the log's correlation id are enough.
        reason = str(error) if isinstance(error, engine.EngineError) else type(error).__name__
        _log.error("case %s stands still (%s)", case_id, correlation, exc_info=error)
        session.add(
            Incident(
                case_id=case_id,
                process=case.process,
                element=element,
                reason=reason,
                correlation_id=correlation,
                at=now(session),
                retry_at=_retry_at(session, case_id, now(session)),
            )
        )
        audit.record(
            session,
            Tag.CASE_INCIDENT,
            actor=SYSTEM,
            case_id=case_id,
            element=element,
            reason=type(error).__name__,
            correlation=correlation,
        )


def _retry_at(session: Session, case_id: int, at: datetime) -> datetime | None:
    tried = len(
        session.scalars(
            select(Incident.id).where(Incident.case_id == case_id, Incident.at > at - timedelta(hours=2))
        ).all()
    )
    return at + _BACKOFF[tried] if tried < len(_BACKOFF) else None


def retry_incidents() -> int:
    """Resolve incidents whose moment to try again has come, so that the next round wakes their cases."""
    with db.transaction() as session:
        due = session.scalars(
            select(Incident).where(Incident.resolved_at.is_(None), Incident.retry_at <= now(session))
        ).all()
        for incident in due:
            incident.resolved_at = now(session)
        return len(due)
