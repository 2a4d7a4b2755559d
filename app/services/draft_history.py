"""The history of a draft: every save is kept, and who saved is an author."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.audit import Tag
from app.models.clock import now
from app.models.process_draft import DraftSave, ProcessDraft
from app.services import audit
from app.services.draft_parts import Part

# Saves of one person shortly after each other are one step of the history; of older ones only the row stays.
_SAME_STEP = timedelta(minutes=2)
_KEPT_SAVES = 50


def keep(
    session: Session,
    actor: Actor,
    draft: ProcessDraft,
    part: Part,
    content: str,
    revision: int,
    *,
    displaced: bool = False,
) -> int:
    """Write a save down; returns its id. `displaced`: it lies beside the draft, for somebody else had saved first."""
    at = now(session)
    mine = (DraftSave.draft_id == draft.id, DraftSave.kind == part.kind, DraftSave.name == part.name)
    last = session.scalars(select(DraftSave).where(*mine).order_by(DraftSave.id.desc()).limit(1)).first()
    same_step = last is not None and last.saved_by == actor.user_id and at - last.saved_at < _SAME_STEP
    if last is not None and same_step and not displaced and not last.displaced:
        last.content, last.revision = content, revision
        return last.id
    kept = DraftSave(
        draft_id=draft.id,
        kind=part.kind,
        name=part.name,
        content=content,
        revision=revision,
        displaced=displaced,
        saved_by=actor.user_id,
        saved_at=at,
    )
    session.add(kept)
    session.flush()
    older = select(DraftSave.id).where(*mine).order_by(DraftSave.id.desc()).offset(_KEPT_SAVES)
    session.execute(
        update(DraftSave).where(DraftSave.id.in_(older), ~DraftSave.displaced).values(content=None),
        execution_options={"synchronize_session": False},
    )
    audit.record(
        session,
        Tag.DRAFT_SAVED,
        actor=actor,
        process=draft.process,
        draft=draft.id,
        kind=part.kind,
        name=part.name,
        number=revision,
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )
    return kept.id
