"""Waking cases whose moment has come. Any number of workers share them; one broken case never holds up another."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import undefer

from app import db, engine
from app.domain.access import SYSTEM
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


def wake_due(stopping: Stopping | None = None) -> int:
    """Fire everything that is due now, in due order, one case a transaction. Returns how many cases were woken.

    With nothing due this is one question of an index, and takes no lock.
    """
    woken = 0
    if not _is_anything_due():
        return woken
    while not (stopping and stopping()):
        went_on = _attempt()
        if went_on is None:
            break
        woken += went_on
    return woken


def wake(case_id: int) -> bool:
    """Fire what is due in one case. False when nothing was due, another worker had it, or it failed again."""
    return bool(_attempt(Case.id == case_id))


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


def _attempt(only: ColumnElement[bool] | None = None) -> bool | None:
    """One firing. None: there was nothing to claim; False: the case failed, and an incident says so."""
    case_id = None
    try:
        with db.transaction() as session:
            case = session.scalars(_DUE if only is None else _DUE.where(only), {"now": now(session)}).first()
            if case is None:
                return None
            case_id = case.id
            _fire(Work(session, SYSTEM, now(session), case))
    except Exception as error:  # whatever broke, only this case stands still; the incident says what it was
        if case_id is None:
            raise
        failures.write_down(case_id, error)
        return False
    return True


def _fire(work: Work) -> None:
    definition = compiled(work.session, work.case.definition_id)
    with engine.passing(failures.passed(work)):
        snapshot = engine.wake(definition, work.case.state, facts=facts_of(work), now=work.now)
    apply_snapshot(work, snapshot)
