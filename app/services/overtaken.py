"""Who comes too late is told who was first, and when (security row 27)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.domain.audit import Tag
from app.domain.errors import AlreadyDone, NothingWaits, Stale
from app.domain.text import say
from app.models.audit import Audit
from app.models.case import Case
from app.models.task import Task
from app.models.user import User

_GIVEN = (Tag.TASK_CLAIMED, Tag.TASK_ASSIGNED, Tag.TASK_OPENED)


def stale(session: Session, case: Case) -> Stale:
    """The refusal of answers that were given to an earlier state of the case; names the last one who acted on it."""
    last = _last(session, case.id)
    if last is None:
        return Stale(say("Het dossier is intussen veranderd. Kijk uw antwoorden na en bevestig opnieuw."))
    who, at = last
    if who is None:
        return Stale(
            say("Het dossier is vanzelf verder gegaan, op %(at)s. Kijk uw antwoorden na en bevestig opnieuw.", at=at)
        )
    return Stale(
        say(
            "Het dossier is intussen veranderd door %(who)s, op %(at)s. Kijk uw antwoorden na en bevestig opnieuw.",
            who=who,
            at=at,
        )
    )


def nothing_waits(session: Session, case: Case) -> NothingWaits:
    """The refusal of a message that the case does not wait for, or no more; names the last one who acted on it."""
    last = _last(session, case.id)
    if last is None:
        return NothingWaits(say("Geen enkele stap van dit dossier wacht nu op dit bericht."))
    who, at = last
    if who is None:
        return NothingWaits(
            say("Geen enkele stap van dit dossier wacht nu op dit bericht. Het ging vanzelf verder, op %(at)s.", at=at)
        )
    return NothingWaits(
        say(
            "Geen enkele stap van dit dossier wacht nu op dit bericht. Het werd het laatst veranderd door %(who)s, "
            "op %(at)s.",
            who=who,
            at=at,
        )
    )


def taken(session: Session, task: Task) -> AlreadyDone:
    """The refusal to whoever wants a task that a colleague has; says who, and since when."""
    holder = session.get(User, task.assignee_id)
    name = holder.name if holder else None
    last = _last(session, task.case_id, _of_task(session, task, _GIVEN))
    if name is None or last is None:
        return AlreadyDone(None, None, say("%(who)s heeft deze taak al opgenomen.", who=name or "Een collega"))
    at = last[1]
    return AlreadyDone(name, at, say("%(who)s heeft deze taak al opgenomen, op %(at)s.", who=name, at=at))


def not_needed(session: Session, task: Task) -> AlreadyDone:
    """The refusal to whoever works on a task that the case went on without; says by whom, where it was a person."""
    cancelled = _of_task(session, task, (Tag.TASK_CANCELLED,))
    who = (_last(session, task.case_id, cancelled) or (None, None))[0]
    if who is None:
        return AlreadyDone.overtaken(task.done_at)
    return AlreadyDone(
        who,
        task.done_at,
        say(
            "Deze taak is niet meer nodig: het dossier is verder gegaan door %(who)s, op %(at)s.",
            who=who,
            at=task.done_at,
        ),
    )


def _of_task(session: Session, task: Task, tags: Sequence[Tag]) -> ColumnElement[bool]:
    """The entries about this task with one of these tags."""
    # Payloads are packed: no database can look in them. A case has tens of such entries.
    said = session.execute(
        select(Audit.number, Audit.payload).where(Audit.case_id == task.case_id, Audit.tag.in_(tags))
    )
    return Audit.number.in_([number for number, payload in said if orjson.loads(payload).get("task") == task.id])


def _last(
    session: Session, case_id: int, only: ColumnElement[bool] | None = None
) -> tuple[str | None, datetime] | None:
    """The last thing in the trail of a case: who did it (None: nobody, it went by itself), and when."""
    query = (
        select(User.name, Audit.at)
        .join(User, User.id == Audit.actor_id, isouter=True)
        .where(Audit.case_id == case_id)
        .order_by(Audit.number.desc())
        .limit(1)
    )
    row = session.execute(query if only is None else query.where(only)).one_or_none()
    return (row.name, row.at) if row else None
