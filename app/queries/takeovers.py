"""Files of employees in service: how far each is, and what was found of every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor
from app.domain.errors import NotVisible
from app.domain.kept_text import told
from app.domain.text import Text
from app.models.organisation import Organisation
from app.models.takeover import RowState, Takeover, TakeoverRow, TakeoverState
from app.models.user import User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_takeover

#: Rows that somebody must mend, before the go-ahead and after it.
NOT_TAKEN = (RowState.REFUSED.value, RowState.FAILED.value)
Remarks = tuple[tuple[str, Text], ...]  # the column it is about (perhaps none), and what is wrong
NotTaken = tuple[list[str], Remarks]


@dataclass(frozen=True)
class TakeoverView:
    """A file as its page shows it. `counts` are its rows by state; none once they are forgotten."""

    id: int
    state: TakeoverState
    enterprise: str | None
    total: int
    looked_at: int
    chosen: int
    done: int
    failed: int
    handed_in_by: str
    handed_in_at: datetime
    begun_by: str | None
    begun_at: datetime | None
    ended_at: datetime | None
    forgotten_at: datetime | None
    counts: dict[RowState, int]

    @property
    def going(self) -> bool:
        """Whether the background is at it."""
        return self.state in (TakeoverState.CHECKING, TakeoverState.RUNNING)

    @property
    def left(self) -> int:
        """How many rows are still to come."""
        return max(0, self.chosen - self.done - self.failed)

    @property
    def ready(self) -> int:
        """How many rows a go-ahead takes over."""
        return self.counts.get(RowState.READY, 0) + self.counts.get(RowState.WARNED, 0)

    @property
    def not_taken(self) -> int:
        """How many rows somebody must mend."""
        return sum(self.counts.get(RowState(state), 0) for state in NOT_TAKEN)


@dataclass(frozen=True)
class RowView:
    """One row: where it stands in the file, who it is about, and what was found."""

    line: int
    name: str
    state: RowState
    remarks: Remarks
    next_plan_on: date | None
    last_day: date | None
    case_id: int | None


def latest(session: Session, actor: Actor, cursor: str | None, limit: int) -> Page[TakeoverView]:
    """The files this actor sees, the newest first."""
    limit = checked_limit(limit)
    query = _views(actor).order_by(Takeover.id.desc()).limit(limit + 1)
    if key := decode_cursor(cursor, int):
        query = query.where(Takeover.id < key[0])
    rows = [_view(row, {}) for row in session.execute(query)]
    return Page(rows[:limit], encode_cursor(rows[limit - 1].id) if len(rows) > limit else None)


def one(session: Session, actor: Actor, takeover_id: int) -> TakeoverView:
    """One file; NotVisible where the actor does not see it."""
    row = session.execute(_views(actor).where(Takeover.id == takeover_id)).one_or_none()
    if row is None:
        raise NotVisible()
    counted = session.execute(
        select(TakeoverRow.state, func.count().label("rows"))
        .where(TakeoverRow.takeover_id == takeover_id)
        .group_by(TakeoverRow.state)
    )
    return _view(row, {RowState(each.state): each.rows for each in counted})


def rows(session: Session, takeover_id: int, state: RowState | None, cursor: str | None, limit: int) -> Page[RowView]:
    """The rows of a file (in one state), in the order of the file. Whether the actor sees the file, is asked before."""
    limit = checked_limit(limit)
    headings = session.scalars(select(Takeover.headings).where(Takeover.id == takeover_id)).one()
    query = select(TakeoverRow).where(TakeoverRow.takeover_id == takeover_id).order_by(TakeoverRow.line)
    if state is not None:
        query = query.where(TakeoverRow.state == state.value)
    if key := decode_cursor(cursor, int):
        query = query.where(TakeoverRow.line > key[0])
    found = [_row(headings, each) for each in session.scalars(query.limit(limit + 1))]
    return Page(found[:limit], encode_cursor(found[limit - 1].line) if len(found) > limit else None)


def not_taken(session: Session, takeover_id: int) -> tuple[list[str], Iterator[NotTaken]]:
    """The headings of a file, and of each row that was not taken over its cells and why."""
    headings = session.scalars(select(Takeover.headings).where(Takeover.id == takeover_id)).one()
    found = session.scalars(
        select(TakeoverRow)
        .where(TakeoverRow.takeover_id == takeover_id, TakeoverRow.state.in_(NOT_TAKEN))
        .order_by(TakeoverRow.line)
    )
    return list(headings), ((list(orjson.loads(each.cells)), _told(each.remarks)) for each in found)


def _views(actor: Actor) -> Select[Any]:
    began = aliased(User)
    return (
        select(
            Takeover.id, Takeover.state, Organisation.name.label("enterprise"), Takeover.total, Takeover.looked_at,
            Takeover.chosen, Takeover.done, Takeover.failed, User.name.label("handed_in_by"), Takeover.handed_in_at,
            began.name.label("begun_by"), Takeover.begun_at, Takeover.ended_at, Takeover.forgotten_at,
        )
        .join(User, User.id == Takeover.handed_in_by)
        .join(Organisation, Organisation.id == Takeover.organisation_id, isouter=True)
        .join(began, began.id == Takeover.begun_by, isouter=True)
        .where(visible_takeover(actor))
    )  # fmt: skip


def _view(row: Any, counts: dict[RowState, int]) -> TakeoverView:
    return TakeoverView(**{**row._mapping, "state": TakeoverState(row.state), "counts": counts})


def _row(headings: list[str], each: TakeoverRow) -> RowView:
    cells = dict(zip(headings, orjson.loads(each.cells), strict=False))
    name = f"{cells.get('voornaam', '')} {cells.get('achternaam', '')}".strip()
    return RowView(
        each.line, name, RowState(each.state), _told(each.remarks), each.next_plan_on, each.last_day, each.case_id
    )


def _told(remarks: str) -> Remarks:
    return tuple((column, told(kept)) for column, kept in orjson.loads(remarks))
