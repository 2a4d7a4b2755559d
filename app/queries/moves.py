"""Moves of running cases: how far each is, and what came of every case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from app.domain.errors import NotVisible
from app.domain.kept_text import told
from app.domain.text import Text
from app.models import move as moves
from app.models.case import OPEN, Case
from app.models.definition import Definition
from app.models.move import Move, MovedCase
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor


@dataclass(frozen=True)
class MoveRow:
    """A move as its page shows it."""

    id: int
    status: str
    total: int
    moved: int
    refused: int
    recompute: bool
    started_by: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def left(self) -> int:
        """How many cases are still to come."""
        return max(0, self.total - self.moved - self.refused)


@dataclass(frozen=True)
class CameOf:
    """What came of one case. `can_go_back`: nothing happened in it since."""

    case_id: int
    from_number: int
    outcome: str
    sentences: tuple[Text, ...]
    can_go_back: bool


def one(session: Session, process: str, number: int, move_id: int) -> MoveRow:
    """One move to a version; NotVisible when there is none."""
    row = session.execute(_to(process, number).where(Move.id == move_id)).one_or_none()
    if row is None:
        raise NotVisible()
    return MoveRow(*row)


def latest(session: Session, process: str, number: int) -> Sequence[MoveRow]:
    """The last moves to a version, the newest first."""
    return [MoveRow(*row) for row in session.execute(_to(process, number).order_by(Move.id.desc()).limit(10))]


def results(session: Session, move_id: int, cursor: str | None, limit: int) -> Page[CameOf]:
    """What came of the cases of a move, in order of case."""
    limit = checked_limit(limit)
    query = (
        select(MovedCase, Definition.number, and_(can_be_undone(), Case.definition_id == MovedCase.definition_id))
        .join(Definition, Definition.id == MovedCase.from_definition_id)
        .join(Case, Case.id == MovedCase.case_id)
        .where(MovedCase.move_id == move_id)
        .order_by(MovedCase.case_id, MovedCase.id)
        .limit(limit + 1)
    )
    after = decode_cursor(cursor, int)
    if after is not None:
        query = query.where(MovedCase.case_id > after[0])
    rows = session.execute(query).all()
    items = [
        CameOf(
            moved.case_id,
            number,
            moved.outcome,
            tuple(told(kept) for kept in moved.sentences),
            can_go_back,
        )
        for moved, number, can_go_back in rows[:limit]
    ]
    return Page(items, encode_cursor(items[-1].case_id) if len(rows) > limit else None)


def can_be_undone() -> ColumnElement[bool]:
    """Nothing happened in the case since its move, and how it stood before is still kept; over both tables."""
    return and_(
        MovedCase.outcome == moves.MOVED,
        MovedCase.state.is_not(None),
        Case.revision == MovedCase.revision,
        Case.status == OPEN,
    )


def _to(process: str, number: int) -> Select[Any]:
    return (
        select(
            Move.id,
            Move.status,
            Move.total,
            Move.moved,
            Move.refused,
            Move.recompute,
            User.name,
            Move.started_at,
            Move.ended_at,
        )
        .join(Definition, Definition.id == Move.definition_id)
        .join(User, User.id == Move.started_by)
        .where(Definition.process == process, Definition.number == number)
    )
