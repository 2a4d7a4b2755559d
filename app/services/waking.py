"""Waking cases whose moment has come. Any number of workers share them; one broken case never holds up another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import Session, undefer

from app import db, engine
from app.domain.access import SYSTEM
from app.models.base import Id, Moment
from app.models.case import Case
from app.models.clock import now
from app.services import failures
from app.services.apply import apply_snapshot
from app.services.case_rows import gathered
from app.services.definitions import compiled
from app.services.facts.registry import facts_of
from app.services.standing import read_all_ahead
from app.services.work import Work

Stopping = Callable[[], bool]
_log = logging.getLogger(__name__)
_ANY_DUE = select(Case.id).where(Case.next_due <= bindparam("now")).order_by(Case.next_due, Case.id).limit(1)
# How many cases go together: what a transaction costs besides its cases (the claim, the chain, the commit) is shared by
# so many. Not more, for who wants one of them, or on SQLite to write at all, waits until they are done: 10 to 20 ms.
TOGETHER = 10
# The cases whose turn it is: the earliest that are due and that no other worker has locked.
_DUE = (
    select(Case)
    .where(Case.next_due <= bindparam("now"))
    .order_by(Case.next_due, Case.id)
    .limit(TOGETHER)
    .options(undefer(Case.state))
    .with_for_update(skip_locked=True)
)
# The same behind a place in the queue. On a database server each firing leaves a dead entry at the front of the index;
# who drains thousands would pass by all of them every time.
_DUE_BEHIND = _DUE.where(
    tuple_(Case.next_due, Case.id) > tuple_(bindparam("due", type_=Moment()), bindparam("id", type_=Id))
)


class _Place(NamedTuple):
    """Where in the queue a case stood."""

    due: datetime
    id: int


class _Turn(NamedTuple):
    """One claim and what came of it: how many cases went on, and where in the queue the last of them stood."""

    woken: int
    last: _Place


def wake_due(stopping: Stopping | None = None) -> int:
    """Fire everything that is due now, in due order, a few cases a transaction. Returns how many cases were woken.

    With nothing due this is one question of an index, and takes no lock.
    """
    woken = 0
    while _is_anything_due() and (again := _walk(stopping)):
        woken += again
    return woken


def wake(case_id: int) -> bool:
    """Fire what is due in one case. False when nothing was due, another worker had it, or it failed again."""
    turn = _take_turn(_DUE.where(Case.id == case_id))
    return turn is not None and turn.woken > 0


def _is_anything_due() -> bool:
    with db.reading() as session:
        return session.scalar(_ANY_DUE, {"now": now(session)}) is not None


def _walk(stopping: Stopping | None) -> int:
    """Once along the queue from its front: what others hold is passed by. Returns how many cases were woken."""
    woken, turn = 0, None
    while not (stopping and stopping()):
        turn = _take_turn(_DUE_BEHIND, **turn.last._asdict()) if turn else _take_turn(_DUE)
        if turn is None:
            break
        woken += turn.woken
    return woken


def _take_turn(claim: Select[tuple[Case]], **behind: object) -> _Turn | None:
    """Fire the cases that `claim` finds in one transaction; None: there was nothing to claim.

    When anything breaks all of them are put back and fired one by one, so that the broken one stands still alone.
    """
    claimed: list[_Place] = []
    try:
        with db.transaction() as session:
            cases = session.scalars(claim, {"now": now(session), **behind}).all()
            claimed += [_Place(case.next_due, case.id) for case in cases if case.next_due is not None]
            return _Turn(_fire_all(session, cases), claimed[-1]) if claimed else None
    except Exception as error:  # whatever broke, only this case stands still; the incident says what it was
        if not claimed:
            raise
        if len(claimed) == 1:
            failures.write_down(claimed[0].id, error)
            return _Turn(0, claimed[0])
        _log.warning("of %s cases together one broke (%s); now one by one", len(claimed), type(error).__name__)
    return _Turn(sum(wake(place.id) for place in claimed), claimed[-1])


def _fire_all(session: Session, cases: Sequence[Case]) -> int:
    fired = 0
    read_all_ahead(session, cases)
    with gathered(session):
        for case in cases:
            if case.next_due is None or case.next_due > now(session):  # moved by a message of one before it
                continue
            _fire(Work(session, SYSTEM, now(session), case))
            fired += 1
            db.known(session).clear()  # this case may have changed what the next one asks
    return fired


def _fire(work: Work) -> None:
    definition = compiled(work.session, work.case.definition_id)
    with engine.passing(failures.passed(work)):
        snapshot = engine.wake(definition, work.case.state, facts=facts_of(work), now=work.now)
    apply_snapshot(work, snapshot)
