"""The draft a use case is about, locked; and the version it is to follow."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.domain.text import say
from app.models import process_draft as drafts
from app.models.definition import Definition
from app.models.process_draft import ProcessDraft


def live_draft(session: Session, process: str) -> ProcessDraft | None:
    """The draft that is being drawn or waits for approval; None when there is none."""
    return session.scalars(
        select(ProcessDraft)
        .where(ProcessDraft.process == process, ProcessDraft.status.in_((drafts.OPEN, drafts.SUBMITTED)))
        .with_for_update()
    ).first()


def draft_row(session: Session, draft_id: int) -> ProcessDraft:
    """The row of a draft that is known to be there."""
    return session.get_one(ProcessDraft, draft_id)


def editable_draft(session: Session, actor: Actor, process: str) -> ProcessDraft:
    """The draft that is being drawn. NotAllowed, NotVisible without one, Conflict while it waits for approval."""
    ensure_may_edit(actor)
    draft = live_draft(session, process)
    if draft is None:
        raise NotVisible(say("Van dit proces is er nu geen concept."))
    if draft.status == drafts.SUBMITTED:
        raise Conflict(say("Dit concept is ingediend. Trek het eerst terug om er verder aan te werken."))
    return draft


def submitted_draft(session: Session, actor: Actor, permission: Permission, process: str) -> ProcessDraft:
    """The draft that waits for a second person. NotAllowed without `permission`, NotVisible when none waits."""
    if not actor.may(permission):
        raise NotAllowed()
    draft = live_draft(session, process)
    if draft is None or draft.status != drafts.SUBMITTED:
        raise NotVisible(say("Er wacht geen concept op goedkeuring."))
    return draft


def newest_version(session: Session, process: str) -> Definition:
    """The last version that was published, in force or still to come. NotVisible when there is none."""
    found = session.scalars(
        select(Definition).where(Definition.process == process).order_by(Definition.number.desc()).limit(1)
    ).first()
    if found is None:
        raise NotVisible()
    return found


def ensure_may_edit(actor: Actor) -> None:
    """Refuse who does not draw."""
    if not actor.may(Permission.PROCESS_EDIT):
        raise NotAllowed()
