"""Waking cases whose moment has come. Any number of workers share them; one broken case never holds up another."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import undefer

from app import db, engine
from app.domain.access import SYSTEM
from app.models.base import Id, Moment
from app.models.case import Case
from app.models.clock import now
from app.services import failures
from app.services.apply import apply_snapshot
from app.services.definitions import compiled
from app.services.facts.registry import facts_of
from app.services.work import Work

Stopping = Callable[[], bool]
_LONGEST_REST = 0.05  # seconds
_ANY_DUE = select(Case.id).where(Case.next_due <= bindparam("now")).order_by(Case.next_due, Case.id).limit(1)
# The case whose turn it is: the earliest that is due and that no other worker has locked.
_DUE = (
    select(Case)
    .where(Case.next_due <= bindparam("now"))
    .order_by(Case.next_due, Case.id)
    .limit(1)
    .options(undefer(Case.state))
    .with_for_update(skip_locked=True)
)
# The same behind a place in the queue. On a database server each firing leaves a dead entry at the front of the index;
# who drains thousands would pass by all of them every time.
_DUE_BEHIND = _DUE.where(
    tuple_(Case.next_due, Case.id) > tuple_(bindparam("due", type_=Moment()), bindparam("id", type_=Id))
)


class _Attempt(NamedTuple):
    """One firing: where in the queue the case stood, and whether it went on (if not, an incident says why)."""

    due: datetime
    id: int
    went_on: bool = True


def wake_due(stopping: Stopping | None = None) -> int:
    """Fire everything that is due now, in due order, one case a transaction. Returns how many cases were woken.

    With nothing due this is one question of an index, and takes no lock.
    """
    woken = 0
    while _is_anything_due() and (again := _walk(stopping)):
        woken += again
    return woken


def wake(case_id: int) -> bool:
    """Fire what is due in one case. False when nothing was due, another worker had it, or it failed again."""
    attempt = _attempt(_DUE.where(Case.id == case_id))
    return attempt is not None and attempt.went_on


def gently(stopping: Stopping) -> Stopping:
    """`stopping` for a worker beside people on one SQLite file: between two firings it rests for as long as the last
    one took, so that who waits for the file gets it. A database server needs no such manners."""
    if db.engine().dialect.name != "sqlite":
        return stopping
    began = time.monotonic()

    def rest_and_ask() -> bool:
        nonlocal began
        time.sleep(min(time.monotonic() - began, _LONGEST_REST))
        began = time.monotonic()
        return stopping()

    return rest_and_ask


def _is_anything_due() -> bool:
    with db.reading() as session:
        return session.scalar(_ANY_DUE, {"now": now(session)}) is not None


def _walk(stopping: Stopping | None) -> int:
    """Once along the queue from its front: what others hold is passed by. Returns how many cases were woken."""
    woken, last = 0, None
    while not (stopping and stopping()):
        last = _attempt(_DUE_BEHIND, due=last.due, id=last.id) if last else _attempt(_DUE)
        if last is None:
            break
        woken += last.went_on
    return woken


def _attempt(claim: Select[tuple[Case]], **behind: object) -> _Attempt | None:
    """One firing, of the first case that `claim` finds; None: there was nothing to claim."""
    attempt = None
    try:
        with db.transaction() as session:
            case = session.scalars(claim, {"now": now(session), **behind}).first()
            if case is None or case.next_due is None:
                return None
            attempt = _Attempt(case.next_due, case.id)
            _fire(Work(session, SYSTEM, now(session), case))
    except Exception as error:  # whatever broke, only this case stands still; the incident says what it was
        if attempt is None:
            raise
        failures.write_down(attempt.id, error)
        return attempt._replace(went_on=False)
    return attempt


def _fire(work: Work) -> None:
    definition = compiled(work.session, work.case.definition_id)
    with engine.passing(failures.passed(work)):
        snapshot = engine.wake(definition, work.case.state, facts=facts_of(work), now=work.now)
    apply_snapshot(work, snapshot)
