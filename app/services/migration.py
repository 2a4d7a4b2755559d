"""Moving a running case to another version of its process, and taking that back: one transaction a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from app import db
from app.domain.access import SYSTEM, Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.domain.kept_text import keep
from app.domain.text import Text, say
from app.engine import migration
from app.models import move as moves
from app.models.case import OPEN, Case, Timer
from app.models.move import MovedCase
from app.models.user import User
from app.queries.migration import movable_case
from app.queries.move_target import Target
from app.services import audit
from app.services.apply import apply_snapshot
from app.services.case_in_hand import locked_work
from app.services.definitions import compiled
from app.services.facts.registry import facts_of
from app.services.first_parties import set_first_parties
from app.services.moved_tasks import Holders, retell
from app.services.work import Work


def move_cases(actor: Actor, wanted: Target, cases: Sequence[int]) -> list[MovedCase]:
    """Move these cases now, each by itself; gives what came of each. NotAllowed for who may not move any."""
    ensure_may_move(actor)
    came = []
    for case_id in cases:
        with db.transaction() as session:
            came.append(move_case(session, actor, wanted, case_id))
    return came


def ensure_may_move(actor: Actor) -> None:
    """NotAllowed for who may not move cases (security row 14)."""
    if not actor.may(Permission.CASE_MOVE):
        raise NotAllowed()


def move_case(session: Session, actor: Actor, wanted: Target, case_id: int, move_id: int | None = None) -> MovedCase:
    """Judge one case anew under its lock and move it if it can. NotVisible when the process has no such case."""
    work = locked_work(session, actor, case_id, movable_case)
    case = work.case
    if case.process != wanted.process:
        raise NotVisible()
    row = MovedCase(
        move_id=move_id,
        case_id=case.id,
        from_definition_id=case.definition_id,
        definition_id=wanted.definition_id,
        outcome=moves.REFUSED,
        sentences=[],
        holders={},
        revision=case.revision,
        moved_by=actor.user_id,
        moved_at=work.now,
    )
    if case.definition_id == wanted.definition_id:
        row.sentences = [keep(_there_already(session, case))]
    else:
        _move(work, wanted, row)
    session.add(row)
    session.flush()
    return row


def _move(work: Work, wanted: Target, row: MovedCase) -> None:
    session, case = work.session, work.case
    old, new = compiled(session, case.definition_id), compiled(session, wanted.definition_id)
    came = migration.move(old, new, case.state, wanted.wish, facts=facts_of(work), now=work.now)
    told = came.verdict.changes if came.snapshot is not None else came.verdict.reasons
    row.sentences = [keep(text) for text in told]
    if came.snapshot is None:
        return
    # What went on in the move itself (a gateway that opened) may have left the house: that is not taken back.
    row.state = case.state if not came.snapshot.steps else None
    set_first_parties(Work(session, SYSTEM, work.now, case), sorted(new.roles - old.roles))
    row.holders = _put(work, wanted.definition_id, came.snapshot)
    row.outcome, row.revision = moves.MOVED, case.revision
    _audit(work, Tag.CASE_MOVED, row, recompute=wanted.wish.recompute, tasks=sorted(row.holders) or None)


def undo(actor: Actor, case_id: int) -> None:
    """Take the last move of a case back, as long as nothing happened in it since. Conflict when something did."""
    ensure_may_move(actor)
    with db.transaction() as session:
        work = locked_work(session, actor, case_id, movable_case)
        row = _to_undo(session, work.case)
        assert row.state is not None  # `_to_undo` saw to it
        snapshot = migration.as_it_stood(
            compiled(session, row.from_definition_id), row.state, facts=facts_of(work), now=work.now
        )
        _put(work, row.from_definition_id, snapshot, row.holders)
        row.outcome, row.state = moves.UNDONE, None
        row.undone_by, row.undone_at = actor.user_id, work.now
        _audit(work, Tag.CASE_MOVE_UNDONE, row)


def _to_undo(session: Session, case: Case) -> MovedCase:
    row = session.scalars(
        select(MovedCase)
        .where(MovedCase.case_id == case.id, MovedCase.outcome != moves.REFUSED)
        .order_by(MovedCase.id.desc())
        .limit(1)
        .options(undefer(MovedCase.state))
    ).first()
    if row is None or row.outcome == moves.UNDONE:
        raise Conflict(say("Dit dossier is niet verplaatst, of dat is al ongedaan gemaakt."))
    if case.revision != row.revision or case.status != OPEN:
        raise Conflict(
            say(
                "Het dossier is na de verplaatsing van %(at)s verder gegaan. Ongedaan maken kan niet meer.",
                at=row.moved_at,
            )
        )
    if row.state is None:
        raise Conflict(say("Het dossier ging bij het verplaatsen meteen verder. Ongedaan maken kan niet."))
    return row


def _put(work: Work, definition_id: int, snapshot: Any, before: Holders | None = None) -> Holders:
    """Let the case stand on a version as the engine says; gives who held the tasks whose role changed."""
    session, case = work.session, work.case
    case.definition_id = definition_id
    session.execute(delete(Timer).where(Timer.case_id == case.id))  # their names may differ; written anew
    apply_snapshot(work, snapshot)
    session.flush()
    return retell(work, snapshot.tasks, before or {})


def _there_already(session: Session, case: Case) -> Text:
    last = session.execute(
        select(User.name, MovedCase.moved_at)
        .join(User, User.id == MovedCase.moved_by)
        .where(MovedCase.case_id == case.id, MovedCase.outcome == moves.MOVED)
        .order_by(MovedCase.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return say("Dit dossier loopt al op deze versie.")
    return say("Dit dossier is al verplaatst door %(who)s, op %(at)s.", who=last.name, at=last.moved_at)


def _audit(work: Work, tag: Tag, row: MovedCase, **more: object) -> None:
    old, new = compiled(work.session, row.from_definition_id), compiled(work.session, row.definition_id)
    ends = (row.from_definition_id, old.content_hash), (row.definition_id, new.content_hash)
    (came_from, from_hash), (went_to, to_hash) = ends if tag is Tag.CASE_MOVED else ends[::-1]
    audit.record(
        work.session,
        tag,
        actor=work.actor,
        case_id=work.case.id,
        move=row.move_id,
        from_definition=came_from,
        to_definition=went_to,
        from_hash=from_hash,
        to_hash=to_hash,
        **more,
    )
