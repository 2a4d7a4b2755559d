"""Files of employees in service: handed in, looked through, taken over row by row in the background, forgotten."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import orjson
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app import db
from app.domain import staff_file
from app.domain.access import SYSTEM, Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.domain.identifiers import InvalidIdentifier, national_number
from app.domain.jobs import Lane
from app.domain.text import say
from app.models.base import new_id, search_digest
from app.models.clock import now
from app.models.takeover import TO_DO, RowState, Takeover, TakeoverRow, TakeoverState
from app.queries.visible import visible_takeover
from app.services import audit, jobs
from app.services.staff_cells import full_number

CHECK, TAKE_OVER = "check_takeover", "take_over"  # what the queue calls them; done by app/jobs/takeovers.py
# A file is full of people's data and was meant for one use: long enough to mend what was refused.
KEPT = timedelta(days=30)


def hand_in(actor: Actor, content: bytes) -> int:
    """Keep the rows of a file and have them looked through; the id of the takeover. Nobody is taken over by this.

    Refusals: NotAllowed, AnswersInvalid (`file`: it cannot be read).
    """
    _ensure_may(actor)
    read = staff_file.read(content)
    with db.transaction() as session:
        row = Takeover(
            id=new_id(), organisation_id=_enterprise_of(actor), digest="", headings=list(read.headings),
            total=len(read.rows), handed_in_by=actor.user_id, handed_in_at=now(session),
        )  # fmt: skip
        row.digest = audit.digest(hashlib.sha256(content).hexdigest(), str(row.id))
        session.add(row)
        session.flush()
        session.execute(insert(TakeoverRow), [_row(row.id, read.headings, each) for each in read.rows])
        audit.record(
            session, Tag.TAKEOVER_HANDED_IN, actor=actor, takeover=row.id, organisation=row.organisation_id,
            digest=row.digest, rows=row.total,
        )  # fmt: skip
        jobs.enqueue(session, CHECK, {"takeover": row.id}, actor=actor, total=row.total, lane=Lane.LONG)
        return row.id


def begin(actor: Actor, takeover_id: int) -> None:
    """Say go: every row that was found in order is taken over in the background.

    Refusals: NotVisible, NotAllowed, Conflict (not looked through yet, begun before, nothing to do).
    """
    with db.transaction() as session:
        row = _in_state(session, actor, takeover_id, TakeoverState.CHECKED)
        chosen = session.scalar(
            select(func.count()).where(TakeoverRow.takeover_id == row.id, TakeoverRow.state.in_(TO_DO))
        )
        if not chosen:
            raise Conflict(say("Er is niemand om over te nemen."))
        row.state, row.chosen = TakeoverState.RUNNING.value, chosen
        row.begun_by, row.begun_at = actor.user_id, now(session)
        audit.record(session, Tag.TAKEOVER_BEGUN, actor=actor, takeover=row.id, rows=chosen)
        jobs.enqueue(session, TAKE_OVER, {"takeover": row.id}, actor=actor, total=chosen, lane=Lane.LONG)


def stop(actor: Actor, takeover_id: int) -> None:
    """Let it go no further; who was taken over, stays so. Refusals: NotVisible, NotAllowed, Conflict."""
    with db.transaction() as session:
        row = _in_state(session, actor, takeover_id, TakeoverState.CHECKING, TakeoverState.RUNNING)
        row.state = TakeoverState.STOPPED.value
        audit.record(session, Tag.TAKEOVER_STOPPED, actor=actor, takeover=row.id)


def resume(actor: Actor, takeover_id: int) -> None:
    """Let it go on where it was. Refusals: NotVisible, NotAllowed, Conflict."""
    with db.transaction() as session:
        row = _in_state(session, actor, takeover_id, TakeoverState.STOPPED)
        begun = row.begun_at is not None
        row.state = (TakeoverState.RUNNING if begun else TakeoverState.CHECKING).value
        left = row.chosen - row.done - row.failed if begun else row.total - row.looked_at
        audit.record(session, Tag.TAKEOVER_RESUMED, actor=actor, takeover=row.id)
        kind = TAKE_OVER if begun else CHECK
        jobs.enqueue(session, kind, {"takeover": row.id}, actor=actor, total=left, lane=Lane.LONG)


def fetch(actor: Actor, takeover_id: int) -> None:
    """Let the rows that were not taken over be fetched as a file, which holds whole national numbers: it is audited.

    Only by who handed it in, or who may see those numbers. Refusals: NotVisible, NotAllowed.
    """
    _ensure_may(actor)
    with db.transaction() as session:
        row = session.scalars(select(Takeover).where(Takeover.id == takeover_id, visible_takeover(actor))).first()
        if row is None:
            raise NotVisible()
        if row.handed_in_by != actor.user_id and not actor.may(Permission.PERSON_REVEAL):
            raise NotAllowed(say("U kunt de rijksregisternummers in dit bestand niet bekijken."))
        audit.record(session, Tag.TAKEOVER_FETCHED, actor=actor, takeover=row.id)


def forget(actor: Actor, takeover_id: int) -> None:
    """Delete the rows of a file at once; who was taken over, stays so. Refusals: NotVisible, NotAllowed, Conflict."""
    at_rest = (TakeoverState.CHECKED, TakeoverState.STOPPED, TakeoverState.DONE)
    with db.transaction() as session:
        _forget(session, actor, _in_state(session, actor, takeover_id, *at_rest))


def forget_old() -> None:
    """Delete the rows of files nobody did anything with for a month, one transaction a file."""
    last = func.coalesce(Takeover.ended_at, Takeover.begun_at, Takeover.handed_in_at)
    while True:
        with db.transaction() as session:
            old = select(Takeover).where(Takeover.forgotten_at.is_(None), last < now(session) - KEPT)
            row = session.scalars(old.order_by(Takeover.id).limit(1).with_for_update()).first()
            if row is None:
                return
            _forget(session, SYSTEM, row)


def _forget(session: Session, actor: Actor, row: Takeover) -> None:
    session.execute(delete(TakeoverRow).where(TakeoverRow.takeover_id == row.id))
    row.state, row.forgotten_at = TakeoverState.DONE.value, now(session)
    row.ended_at = row.ended_at or row.forgotten_at
    audit.record(session, Tag.TAKEOVER_FORGOTTEN, actor=actor, takeover=row.id, rows=row.total)


def _in_state(session: Session, actor: Actor, takeover_id: int, *states: TakeoverState) -> Takeover:
    """The takeover, locked, when it is in one of these states and not forgotten."""
    _ensure_may(actor)
    row = session.scalars(
        select(Takeover).where(Takeover.id == takeover_id, visible_takeover(actor)).with_for_update()
    ).first()
    if row is None:
        raise NotVisible()
    if row.state not in states or row.forgotten_at is not None:
        raise Conflict(say("Dat kan niet meer: dit bestand is intussen verder, of iemand anders was eerst."))
    return row


def _ensure_may(actor: Actor) -> None:
    if actor.user_id is None or not actor.may(Permission.PERSON_TAKE_OVER):
        raise NotAllowed(say("U kunt geen werknemers uit een bestand overnemen."))


def _enterprise_of(actor: Actor) -> int | None:
    """The enterprise for which the actor hands in; None for the department, which does so for all."""
    enterprises = actor.takes_over_for
    return None if enterprises is None else min(enterprises)


def _row(takeover_id: int, headings: tuple[str, ...], row: staff_file.StaffRow) -> dict[str, object]:
    try:
        digits = national_number(full_number(dict(zip(headings, row.cells, strict=False)))).digits
    except InvalidIdentifier:
        digits = None
    return {
        "id": new_id(), "takeover_id": takeover_id, "line": row.line, "cells": orjson.dumps(row.cells).decode(),
        "number_digest": search_digest(digits) if digits else None, "state": RowState.UNREAD.value, "remarks": "[]",
    }  # fmt: skip
