"""The processes there are, their versions and their diagrams."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Integer, bindparam, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from app import engine
from app.domain.errors import NotVisible
from app.models.case import OPEN, Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.user import User
from app.prepared import Prepared


@dataclass(frozen=True)
class ProcessRow:
    """A process as lists show it: the version in force and how many cases run."""

    key: str
    title: str
    version: int
    definition_id: int
    effective_from: datetime
    open_cases: int


@dataclass(frozen=True)
class VersionRow:
    """One published version: who drew it and, when it came from a draft, who approved it. `in_force`: new cases start
    on it. `has_picture`: its drawing was kept as a picture."""

    id: int
    number: int
    note: str
    ground: str
    content_hash: str
    published_at: datetime
    published_by: str | None
    approved_by: str | None
    effective_from: datetime
    retired_at: datetime | None
    has_picture: bool
    open_cases: int
    in_force: bool = False


_newest = (
    select(Definition.process, func.max(Definition.number).label("number"))
    .where(Definition.effective_from <= bindparam("now"), Definition.retired_at.is_(None))
    .group_by(Definition.process)
    .subquery()
)
_IN_FORCE = select(Definition).join(
    _newest, (_newest.c.process == Definition.process) & (_newest.c.number == Definition.number)
)
# How many cases run on each version: an index of the open ones is counted, no case is read. It is known to be the right
# one only where «open» stands in the statement.
_running = (
    select(Case.definition_id, func.count().label("number"))
    .where(Case.status == literal_column(f"'{OPEN}'"))
    .group_by(Case.definition_id)
    .subquery()
)
# Made once: every worklist asks it.
_TITLES = Prepared(_IN_FORCE.with_only_columns(Definition.process, Definition.title).order_by(Definition.title))


def titles(session: Session) -> list[tuple[str, str]]:
    """(key, title) of every process in force, by title."""
    return [(row.process, row.title) for row in _TITLES.all(session.connection(), now=now(session))]


def english_titles(session: Session) -> dict[str, str]:
    """The English title by the Dutch one, of every process in force that has it."""
    rows = session.execute(_IN_FORCE.with_only_columns(Definition.title, Definition.meta), {"now": now(session)})
    return {title: english for title, meta in rows if (english := _title_en(meta))}


@lru_cache(500)
def _title_en(meta: str) -> str:
    return engine.read_meta(meta).title_en


def in_force(session: Session) -> list[ProcessRow]:
    """Every process with the version in force, by title."""
    running = (
        select(Definition.process, func.sum(_running.c.number).cast(Integer).label("number"))
        .join_from(_running, Definition, Definition.id == _running.c.definition_id)
        .group_by(Definition.process)
        .subquery()
    )
    rows = session.execute(
        _IN_FORCE.with_only_columns(
            Definition.process,
            Definition.title,
            Definition.number,
            Definition.id,
            Definition.effective_from,
            func.coalesce(running.c.number, 0),
        )
        .join(running, running.c.process == Definition.process, isouter=True)
        .order_by(Definition.title),
        {"now": now(session)},
    )
    return [ProcessRow(*row) for row in rows]


def versions(session: Session, process: str) -> list[VersionRow]:
    """The published versions of a process, newest first; NotVisible when there is none."""
    approver = aliased(User)
    rows = session.execute(
        select(
            Definition.id,
            Definition.number,
            Definition.note,
            Definition.ground,
            Definition.content_hash,
            Definition.published_at,
            User.name,
            approver.name,
            Definition.effective_from,
            Definition.retired_at,
            Definition.svg.is_not(None),
            func.coalesce(_running.c.number, 0),
        )
        .join(User, User.id == Definition.published_by, isouter=True)
        .join(approver, approver.id == Definition.checked_by, isouter=True)
        .join(_running, _running.c.definition_id == Definition.id, isouter=True)
        .where(Definition.process == process)
        .order_by(Definition.number.desc())
    ).all()
    if not rows:
        raise NotVisible()
    found = [VersionRow(*row) for row in rows]
    at = now(session)
    used = next((row.number for row in found if row.effective_from <= at and row.retired_at is None), None)
    return [replace(row, in_force=row.number == used) for row in found]


def version_id(session: Session, process: str, number: int) -> int:
    """The id of one version; NotVisible when there is none."""
    found = session.scalar(select(Definition.id).where(Definition.process == process, Definition.number == number))
    if found is None:
        raise NotVisible()
    return found


def callers(session: Session, process: str) -> list[tuple[str, str, int]]:
    """(key, title, version) of every process in force that runs this one inside its own cases, by title."""
    query = _IN_FORCE.with_only_columns(Definition.process, Definition.title, Definition.number, Definition.calls)
    rows = session.execute(query.order_by(Definition.title), {"now": now(session)})
    return [(key, title, number) for key, title, number, calls in rows if process in calls]


def existing(session: Session, definition_id: int) -> int:
    """The id itself when such a version exists; NotVisible otherwise."""
    if session.scalar(select(Definition.id).where(Definition.id == definition_id)) is None:
        raise NotVisible()
    return definition_id


def picture(session: Session, definition_id: int) -> str:
    """The drawing of a version as SVG. NotVisible when none was kept."""
    found = session.scalar(select(Definition.svg).where(Definition.id == definition_id))
    if found is None:
        raise NotVisible()
    return found
