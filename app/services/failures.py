"""A case that could not go on: written down once, tried again where that can help, over when the case goes on.

What failed was rolled back before anything here runs. An incident holds no personal data: the sentences of the engine
carry none, and of any other error only its kind is kept; the log has the rest under the same correlation id.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.domain.errors import Busy, Refusal
from app.domain.kept_text import keep
from app.domain.text import Text, say
from app.models import task as tasks
from app.models.base import new_id
from app.models.case import Case
from app.models.clock import now
from app.models.incident import MESSAGE, TASK, TIMER, Incident
from app.models.task import Task
from app.services import audit
from app.services.work import Work

_log = logging.getLogger(__name__)
# After a failure: try again after 1, 5, 25 minutes, then it stands until a person acts (security.md 30).
_BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25))
# A message nobody waits for: its receiver may come days later, so it is tried, ever more seldom, for two weeks.
_UNTIL_SOMEBODY_WAITS = (*_BACKOFF, *(timedelta(minutes=25 * 5**power) for power in (1, 2, 3, 4)))


def write_down(case_id: int, error: Exception, during: str = TIMER, task_id: int | None = None) -> str:
    """Let an incident stand for this failure of the case, or count one more try of the one that stands.

    Returns its correlation id. A failed timer moves `next_due`: to the next try, or away until a person acts. When the
    case went on meanwhile (another worker, a message that reached it first) nothing stands in its way: no incident.
    """
    with db.transaction() as session:
        case = session.scalars(select(Case).where(Case.id == case_id).with_for_update()).one()
        incident = _standing(session, case, error)
        if during == TIMER and (case.next_due is None or case.next_due > now(session)):
            return incident.correlation_id if incident is not None else ""
        met_before = incident is not None
        if incident is None:
            incident = _new(session, case, error)
        else:
            incident.attempts = _attempts(incident, during)
        _log.error("case %s stands still (%s)", case_id, incident.correlation_id, exc_info=error)
        incident.last_at, incident.resolution, incident.resolved_by = now(session), None, None
        if during == TIMER:
            incident.during, incident.task_id = TIMER, None
            incident.retry_at = _retry_at(incident, error, now(session))
            session.execute(update(Case).where(Case.id == case_id).values(next_due=incident.retry_at))
        elif not met_before:
            incident.during, incident.task_id = during, task_id
        if during == TIMER or not met_before:  # somebody who keeps pressing a button fills no trail
            _audit(session, Tag.CASE_INCIDENT, incident, reason=type(error).__name__, attempt=incident.attempts)
        return incident.correlation_id


def passed(work: Work) -> frozenset[tuple[str, str]]:
    """The elements of the case that a person lets it pass."""
    if not work.case.open_incidents:
        return frozenset()
    rows = work.session.execute(select(Incident.process, Incident.element).where(_open_of(work.case.id), Incident.skip))
    return frozenset((process, element) for process, element in rows if element)


def settle(work: Work, snapshot: engine.Snapshot) -> None:
    """The case went on: what stood in its way is over. What waits for a person's own act stays until he did it, and
    what failed after a message until the case came by that step."""
    case = work.case
    if not case.open_incidents:
        return
    for incident in work.session.scalars(select(Incident).where(_open_of(case.id))):
        if snapshot.ended or _is_past(work, snapshot, incident):
            resolve(work, incident, incident.resolution or ("skipped" if incident.skip else "went_on"))


def _is_past(work: Work, snapshot: engine.Snapshot, incident: Incident) -> bool:
    if incident.during == TASK:
        return not _is_open(work.session, incident.task_id)
    if incident.during == MESSAGE:
        came_by = {step.element for step in snapshot.steps if step.process == incident.process}
        return bool(came_by) and incident.element in {None, *came_by}
    return work.case.next_due is None or work.case.next_due > work.now


def resolve(work: Work, incident: Incident, how: str, by: int | None = None) -> None:
    """Close an incident. It is kept, with what was done and by whom."""
    incident.resolved_at, incident.resolution = work.now, how
    incident.resolved_by = by or incident.resolved_by
    incident.retry_at = None
    work.session.execute(update(Case).where(Case.id == incident.case_id).values(open_incidents=Case.open_incidents - 1))
    _audit(work.session, Tag.INCIDENT_RESOLVED, incident, how=how)


def _new(session: Session, case: Case, error: Exception) -> Incident:
    process, element = _place(case, error)
    incident = Incident(
        id=new_id(),
        case_id=case.id,
        process=process,
        element=element,
        reason=orjson.dumps(keep(_reason(error))).decode(),
        correlation_id=secrets.token_hex(8),
        attempts=1,
        at=now(session),
    )
    session.add(incident)
    session.execute(update(Case).where(Case.id == case.id).values(open_incidents=Case.open_incidents + 1))
    return incident


def _standing(session: Session, case: Case, error: Exception) -> Incident | None:
    process, element = _place(case, error)
    same = (Incident.process == process, Incident.element == element if element else Incident.element.is_(None))
    return session.scalars(select(Incident).where(_open_of(case.id), *same)).first()


def _open_of(case_id: int) -> ColumnElement[bool]:
    return and_(Incident.case_id == case_id, Incident.resolved_at.is_(None))


def _place(case: Case, error: Exception) -> tuple[str, str | None]:
    if isinstance(error, engine.EngineError):
        return error.process or case.process, error.element or None
    return case.process, None


def _attempts(incident: Incident, during: str) -> int:
    """One more; what people try counts apart, so that it takes no try from the machine."""
    if during == TIMER:
        return incident.attempts + 1 if incident.during == TIMER else 1
    return incident.attempts if incident.during == TIMER else incident.attempts + 1


def _reason(error: Exception) -> Text:
    if isinstance(error, engine.EngineError):
        return error.text
    return say("Er ging iets mis dat niet in het diagram staat (%(kind)s).", kind=type(error).__name__)


def _retry_at(incident: Incident, error: Exception, at: datetime) -> datetime | None:
    """The next try. None when trying again gives the same (a bad expression, a rule's no), or it was the last."""
    delays = _delays(error)
    return at + delays[incident.attempts - 1] if incident.attempts <= len(delays) else None


def _delays(error: Exception) -> tuple[timedelta, ...]:
    if isinstance(error, engine.NobodyWaits):
        return _UNTIL_SOMEBODY_WAITS
    certain = isinstance(error, engine.EngineError | Refusal) and not isinstance(error, engine.StepFailed | Busy)
    return () if certain else _BACKOFF


def _is_open(session: Session, task_id: int | None) -> bool:
    return session.scalar(select(Task.status).where(Task.id == task_id)) == tasks.OPEN


def _audit(session: Session, tag: Tag, incident: Incident, **payload: object) -> None:
    audit.record(
        session,
        tag,
        actor=SYSTEM,
        case_id=incident.case_id,
        process=incident.process,
        element=incident.element,
        incident=incident.id,
        correlation=incident.correlation_id,
        **payload,
    )
