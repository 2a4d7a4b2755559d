"""Drafts of a next version: open one, save its parts, undo, discard. What was drawn is never lost.

A part is saved against the revision it was opened at. When somebody else was first, the save is kept beside the draft
and its author is told by whom and when; nothing is overwritten and nothing is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotVisible
from app.domain.text import say
from app.models import process_draft as drafts
from app.models.clock import now
from app.models.definition import Definition
from app.models.process_draft import DraftPart, DraftSave, ProcessDraft
from app.models.user import User
from app.services import audit
from app.services.definitions import bundle_of
from app.services.draft_history import keep
from app.services.draft_in_hand import editable_draft, ensure_may_edit, live_draft, newest_version
from app.services.draft_parts import Part, ensure_readable, parts_of, same_content
from app.services.file_texts import declared_utf8


@dataclass(frozen=True)
class Saved:
    """What became of a save: the revision that stands now, and who had saved first when it was displaced.

    A displaced save is kept under `save_id`, to compare and to put back.
    """

    revision: int
    displaced_by: str | None = None
    displaced_at: datetime | None = None
    save_id: int | None = None


def open_draft(actor: Actor, process: str) -> int:
    """The draft of the next version of a process; begun from the newest version when there is none. Returns its id."""
    with db.transaction() as session:
        ensure_may_edit(actor)
        found = live_draft(session, process)
        if found is not None:
            return found.id
        newest = newest_version(session, process)
        return begin(session, actor, newest.id)


def open_earlier(actor: Actor, process: str, number: int) -> int:
    """A draft with the content of version `number`, to become the next one: the way back. Returns its id.

    Refusals: NotAllowed, NotVisible (no such version), Conflict (there is a draft already).
    """
    with db.transaction() as session:
        ensure_may_edit(actor)
        if live_draft(session, process) is not None:
            raise Conflict(say("Van dit proces is er al een concept. Publiceer of stop dat eerst."))
        earlier = session.scalar(
            select(Definition.id).where(Definition.process == process, Definition.number == number)
        )
        if earlier is None:
            raise NotVisible()
        return begin(session, actor, earlier, based_on=newest_version(session, process).id)


def begin(session: Session, actor: Actor, content_of: int, based_on: int | None = None) -> int:
    """Begin a draft with the content of a version, to become the next after `based_on` (default: that same version)."""
    bundle = bundle_of(session, content_of)
    draft = ProcessDraft(
        process=bundle.process, based_on=based_on or content_of, opened_by=actor.user_id, opened_at=now(session)
    )
    session.add(draft)
    session.flush()
    session.add_all(
        DraftPart(
            draft_id=draft.id,
            kind=part.kind,
            name=part.name,
            content=content,
            saved_by=None,
            saved_at=draft.opened_at,
        )
        for part, content in parts_of(bundle).items()
    )
    audit.record(
        session, Tag.DRAFT_OPENED, actor=actor, process=draft.process, draft=draft.id, definition=draft.based_on
    )
    return draft.id


def save(actor: Actor, process: str, part: Part, content: str, revision: int) -> Saved:
    """Save one part of the draft, begun from `revision` (0: a part that is new).

    Content that says the same as what stands changes nothing. Refusals: NotVisible (no draft), NotAllowed, Conflict
    (handed in for approval), AnswersInvalid (a file we do not read; field `content`).
    """
    content = declared_utf8(content)
    ensure_readable(part, content)
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        row = _part(session, draft, part)
        standing = row.revision if row else 0
        if row is not None and same_content(part, row.content, content):
            return Saved(standing)
        if standing != revision:
            kept = keep(session, actor, draft, part, content, revision, displaced=True)
            by = session.get(User, row.saved_by) if row and row.saved_by else None
            return Saved(standing, by.name if by else "Traject", row.saved_at if row else None, kept)
        return _write(session, actor, draft, part, content, row)


def remove(actor: Actor, process: str, part: Part, seen: int | None = None) -> None:
    """Take a form or a table out of the draft; its saves stay, so that it can be put back.

    `seen`: the revision it was seen at, None for the one that stands. Conflict when somebody saved it since.
    """
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        row = _part(session, draft, part)
        if row is None or part.kind not in (drafts.FORM, drafts.TABLE):
            raise NotVisible()
        if seen is not None and seen != row.revision:
            raise Conflict(say("Dit is intussen gewijzigd: het is anders dan u las. Bekijk het eerst opnieuw."))
        keep(session, actor, draft, part, row.content, row.revision)
        session.delete(row)
        audit.record(
            session, Tag.DRAFT_REMOVED, actor=actor, process=process, draft=draft.id, kind=part.kind, name=part.name
        )


def put_back(actor: Actor, process: str, save_id: int) -> Saved:
    """Make an earlier or displaced save the content of its part again, as a new save."""
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        kept = session.scalars(
            select(DraftSave)
            .where(DraftSave.id == save_id, DraftSave.draft_id == draft.id, DraftSave.content.is_not(None))
            .options(undefer(DraftSave.content))
        ).first()
        if kept is None or kept.content is None:
            raise NotVisible()
        part = Part(kept.kind, kept.name)
        return _write(session, actor, draft, part, kept.content, _part(session, draft, part))


def discard(actor: Actor, process: str) -> None:
    """Stop working on the draft. It stays in the database with everything saved of it."""
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        draft.status, draft.decided_by, draft.decided_at = drafts.DISCARDED, actor.user_id, now(session)
        audit.record(session, Tag.DRAFT_DISCARDED, actor=actor, process=process, draft=draft.id)


def _part(session: Session, draft: ProcessDraft, part: Part) -> DraftPart | None:
    return session.scalars(
        select(DraftPart)
        .where(DraftPart.draft_id == draft.id, DraftPart.kind == part.kind, DraftPart.name == part.name)
        .options(undefer(DraftPart.content))
    ).first()


def _write(
    session: Session, actor: Actor, draft: ProcessDraft, part: Part, content: str, row: DraftPart | None
) -> Saved:
    row = row or DraftPart(draft_id=draft.id, kind=part.kind, name=part.name, revision=0)
    row.content, row.revision = content, row.revision + 1
    row.saved_by, row.saved_at = actor.user_id, now(session)
    session.add(row)
    keep(session, actor, draft, part, content, row.revision)
    return Saved(row.revision)
