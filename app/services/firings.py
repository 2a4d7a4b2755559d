"""Timers that went off: in the audit trail for ever, and for a while in a table that lists and figures can ask.

Lateness stands in the payload of an audit entry too, but asking it there means reading the whole trail: a table of
small rows with an index on how late costs one more insert a firing, and is cut off after a year and a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from app import db
from app.domain.audit import Tag
from app.engine import DueTimer
from app.models.base import new_id
from app.models.clock import now
from app.models.firing import Firing
from app.prepared import Prepared
from app.services import audit
from app.services.work import Work

_KEPT = timedelta(days=400)
_PENDING = "firings"
_firing = Firing.__table__
assert isinstance(_firing, Table)
_INSERT = Prepared(insert(_firing), _firing.c.keys())


def record(work: Work, fired: Sequence[DueTimer]) -> None:
    """Write down which timers of the case went off in this transaction, in their order, and how late each was."""
    if not fired:
        return
    rows = work.session.info.setdefault(_PENDING, [])
    for timer in fired:
        late = max(0, int((work.now - timer.due_at).total_seconds()))
        audit.record(
            work.session,
            Tag.TIMER_FIRED,
            actor=work.actor,
            case_id=work.case.id,
            process=timer.process,
            element=timer.element,
            due_at=timer.due_at,
            late_seconds=late,
        )
        rows.append(
            {
                "id": new_id(),
                "case_id": work.case.id,
                "process": timer.process,
                "element": timer.element,
                "name": timer.name,
                "due_at": timer.due_at,
                "fired_at": work.now,
                "late_seconds": late,
            }
        )


@db.before_commit.append
def _write(session: Session) -> None:
    rows = session.info.pop(_PENDING, None)
    if rows:
        _INSERT.write(session.connection(), *rows)


def forget_old() -> int:
    """Drop the rows of firings longer ago than lists look back; the audit trail keeps them. Returns how many."""
    with db.transaction() as session:
        old = delete(Firing).where(Firing.fired_at < now(session) - _KEPT)
        return session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]  # a delete has a row count
