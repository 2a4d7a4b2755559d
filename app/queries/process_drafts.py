"""The draft of a next version as the studio shows it: its parts, who worked on it, what was saved, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.definition import Definition
from app.models.process_draft import OPEN, PICTURE, SUBMITTED, DraftPart, DraftSave, ProcessDraft
from app.models.user import User


@dataclass(frozen=True)
class PartRow:
    """One part as it stands: what it is, its revision, who saved it last and when (nobody: as it was published)."""

    kind: str
    name: str
    revision: int
    saved_by: str | None
    saved_at: datetime


@dataclass(frozen=True)
class SaveRow:
    """One save in the history. `displaced`: it lies beside the draft, for somebody else had saved first."""

    id: int
    kind: str
    name: str
    revision: int
    displaced: bool
    saved_by: str
    saved_at: datetime
    can_be_put_back: bool


@dataclass(frozen=True)
class DraftView:
    """A draft on the page."""

    id: int
    process: str
    based_on: int
    based_on_number: int
    title: str
    status: str
    opened_by: str
    note: str
    ground: str
    effective_on: date | None
    submitted_by: str | None
    submitted_at: datetime | None
    reason: str
    authors: tuple[str, ...]
    parts: tuple[PartRow, ...]

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for a second person."""
        return self.status == SUBMITTED

    @property
    def changes(self) -> int:
        """How many parts were saved since the draft was begun."""
        return sum(part.revision > 1 or part.saved_by is not None for part in self.parts)

    def named(self, kind: str) -> list[PartRow]:
        """The parts of one kind, by name."""
        return [part for part in self.parts if part.kind == kind]


def one(session: Session, actor: Actor, process: str) -> DraftView:
    """The live draft of a process. NotAllowed for who neither draws nor approves, NotVisible without a draft."""
    found = _live(session, actor, process)
    if found is None:
        raise NotVisible(say("Van dit proces is er nu geen concept."))
    return found


def live(session: Session, actor: Actor, process: str) -> DraftView | None:
    """The live draft for who may see drafts; None for others and without a draft."""
    try:
        return _live(session, actor, process)
    except NotAllowed:
        return None


def saves(session: Session, draft_id: int, before: int | None = None, limit: int = 50) -> Sequence[SaveRow]:
    """What was saved of a draft, newest first, from before save `before`."""
    query = (
        select(DraftSave, User.name, DraftSave.content.is_not(None))
        .join(User, User.id == DraftSave.saved_by, isouter=True)
        .where(DraftSave.draft_id == draft_id)
        .order_by(DraftSave.id.desc())
        .limit(limit)
    )
    rows = session.execute(query if before is None else query.where(DraftSave.id < before))
    return [
        SaveRow(
            row.id, row.kind, row.name, row.revision, row.displaced, name or "Traject", row.saved_at, bool(has_content)
        )
        for row, name, has_content in rows
    ]


def content(session: Session, draft_id: int, kind: str, name: str) -> tuple[str, int]:
    """One part of a draft: its content and revision. NotVisible when the draft has no such part."""
    row = session.execute(
        select(DraftPart.content, DraftPart.revision).where(
            DraftPart.draft_id == draft_id, DraftPart.kind == kind, DraftPart.name == name
        )
    ).one_or_none()
    if row is None:
        raise NotVisible()
    return row.content, row.revision


def is_drawn(session: Session, draft_id: int, revision: int) -> bool:
    """Whether the draft has a picture of its diagram as it was saved at this revision."""
    kept = (DraftPart.draft_id == draft_id, DraftPart.kind == PICTURE, DraftPart.revision == revision)
    return session.scalar(select(DraftPart.id).where(*kept)) is not None


def waiting(session: Session, actor: Actor) -> dict[str, str]:
    """The drafts there are, by process: their status. Empty for who neither draws nor approves."""
    if not _may_see(actor):
        return {}
    rows = session.execute(
        select(ProcessDraft.process, ProcessDraft.status).where(ProcessDraft.status.in_((OPEN, SUBMITTED)))
    )
    return {row.process: row.status for row in rows}


def _live(session: Session, actor: Actor, process: str) -> DraftView | None:
    if not _may_see(actor):
        raise NotAllowed()
    draft = session.scalars(
        select(ProcessDraft).where(ProcessDraft.process == process, ProcessDraft.status.in_((OPEN, SUBMITTED)))
    ).first()
    if draft is None:
        return None
    base = session.execute(select(Definition.number, Definition.title).where(Definition.id == draft.based_on)).one()
    wanted = {draft.opened_by, draft.submitted_by} - {None}
    names = {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}
    return DraftView(
        id=draft.id,
        process=process,
        based_on=draft.based_on or 0,
        based_on_number=base.number,
        title=base.title,
        status=draft.status,
        opened_by=names.get(draft.opened_by or 0, "Traject"),
        note=draft.note,
        ground=draft.ground,
        effective_on=draft.effective_on,
        submitted_by=names.get(draft.submitted_by or 0),
        submitted_at=draft.submitted_at,
        reason=draft.reason,
        authors=tuple(session.scalars(_author_names(draft.id))),
        parts=tuple(_parts(session, draft.id)),
    )


def _author_names(draft_id: int) -> Select[tuple[str]]:
    saved = select(DraftSave.saved_by).where(DraftSave.draft_id == draft_id)
    return select(User.name).where(User.id.in_(saved)).order_by(User.name)


def _parts(session: Session, draft_id: int) -> list[PartRow]:
    rows = session.execute(
        select(DraftPart.kind, DraftPart.name, DraftPart.revision, User.name, DraftPart.saved_at)
        .join(User, User.id == DraftPart.saved_by, isouter=True)
        .where(DraftPart.draft_id == draft_id)
        .order_by(DraftPart.kind, DraftPart.name)
    )
    return [PartRow(*row) for row in rows]


def _may_see(actor: Actor) -> bool:
    return actor.may(Permission.PROCESS_EDIT) or actor.may(Permission.PROCESS_APPROVE)
