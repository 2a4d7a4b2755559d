"""Moving many cases in the background: started by a person, one transaction a case, stopped and resumed at will."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotVisible
from app.domain.jobs import Lane
from app.domain.kept_text import keep
from app.domain.text import say
from app.engine import migration
from app.models import move as moves
from app.models.case import Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.move import Move, MovedCase
from app.queries.migration import to_move
from app.queries.move_target import Target
from app.queries.signed_in import account
from app.services import audit, jobs
from app.services.migration import ensure_may_move, move_case

JOB = "move_cases"  # what the queue calls it; done by app/jobs/moves.py


def begin(actor: Actor, wanted: Target, cases: Sequence[int] | None = None) -> int:
    """Let all running cases (or the chosen ones) be moved in the background; returns the id of the move."""
    ensure_may_move(actor)
    with db.transaction() as session:
        query = select(func.count(Case.id)).where(to_move(actor, wanted.process, wanted.definition_id))
        if cases is not None:
            query = query.where(Case.id.in_(cases))
        total = session.scalar(query) or 0
        if not total:
            raise Conflict(say("Er zijn geen dossiers om te verplaatsen."))
        move = Move(
            definition_id=wanted.definition_id,
            mapping={"/".join(key): onward for key, onward in wanted.wish.mapping.items()},
            recompute=wanted.wish.recompute,
            chosen=sorted(cases) if cases is not None else None,
            total=total,
            started_by=actor.user_id,
            started_at=now(session),
        )
        session.add(move)
        session.flush()
        audit.record(
            session,
            Tag.MOVE_STARTED,
            actor=actor,
            move=move.id,
            process=wanted.process,
            definition=wanted.definition_id,
            cases=total,
            recompute=move.recompute,
            mapping=sorted(move.mapping) or None,
        )
        jobs.enqueue(session, JOB, {"move": move.id}, actor=actor, total=total, lane=Lane.LONG)
        return move.id


def stop(actor: Actor, move_id: int) -> None:
    """Let a move go no further; what was moved stays moved."""
    with db.transaction() as session:
        _turned(session, actor, move_id, moves.RUNNING, moves.STOPPED)
        audit.record(session, Tag.MOVE_STOPPED, actor=actor, move=move_id)


def resume(actor: Actor, move_id: int) -> None:
    """Let a stopped move go on where it was."""
    with db.transaction() as session:
        move = _turned(session, actor, move_id, moves.STOPPED, moves.RUNNING)
        audit.record(session, Tag.MOVE_RESUMED, actor=actor, move=move_id)
        left = max(0, move.total - move.moved - move.refused)
        jobs.enqueue(session, JOB, {"move": move_id}, actor=actor, total=left, lane=Lane.LONG)


def _turned(session: Session, actor: Actor, move_id: int, before: str, after: str) -> Move:
    ensure_may_move(actor)
    move = session.scalars(select(Move).where(Move.id == move_id).with_for_update()).first()
    if move is None:
        raise NotVisible()
    if move.status != before:
        raise Conflict(say("Deze verplaatsing is al klaar, of intussen door iemand anders gestopt of hervat."))
    move.status = after
    return move


def next_case(session: Session, move_id: int) -> None:
    """Move the next case of a move, unless the move was stopped.

    The row of the move is locked for the length of the transaction: each case has its turn once.
    """
    found = _following(session, move_id)
    if found is None:
        return
    move, case_id, wanted, actor = found
    row = move_case(session, actor, wanted, case_id, move.id)
    move.moved += row.outcome == moves.MOVED
    move.refused += row.outcome == moves.REFUSED
    move.after_case_id = case_id


def goes_on(move_id: int) -> bool:
    """Whether a move has a case left to move. One that has none is done from now on."""
    with db.transaction() as session:
        found = _following(session, move_id)
        if found is None:
            move = session.get(Move, move_id)
            if move is not None and move.status == moves.RUNNING:
                move.status, move.ended_at = moves.DONE, now(session)
        return found is not None


def _following(session: Session, move_id: int) -> tuple[Move, int, Target, Actor] | None:
    move = session.scalars(select(Move).where(Move.id == move_id).with_for_update()).first()
    starter = account(session, move.started_by) if move is not None else None
    if move is None or starter is None or move.status != moves.RUNNING:  # who left moves nothing more
        return None
    definition = session.get_one(Definition, move.definition_id)
    query = select(func.min(Case.id)).where(
        to_move(starter.actor, definition.process, definition.id), Case.id > move.after_case_id
    )
    case_id = session.scalar(query.where(Case.id.in_(move.chosen)) if move.chosen is not None else query)
    if case_id is None:
        return None
    places = {(key.partition("/")[0], key.partition("/")[2]): onward for key, onward in move.mapping.items()}
    wish = migration.Wish(places, move.recompute)
    return move, case_id, Target(definition.process, definition.number, definition.id, wish), starter.actor


def set_aside(session: Session, move_id: int, kind: str) -> None:
    """Leave the next case where it stands: moving it failed in a way nobody foresaw. `kind` is that of the error."""
    found = _following(session, move_id)
    if found is None:
        return
    move, case_id, wanted, actor = found
    reason = say("Dit dossier kon niet verplaatst worden (%(kind)s).", kind=kind)
    session.add(
        MovedCase(
            move_id=move.id,
            case_id=case_id,
            from_definition_id=session.get_one(Case, case_id).definition_id,
            definition_id=wanted.definition_id,
            outcome=moves.REFUSED,
            sentences=[keep(reason)],
            holders={},
            revision=0,
            moved_by=actor.user_id,
            moved_at=now(session),
        )
    )
    move.refused += 1
    move.after_case_id = case_id
