"""What becomes of a draft that was handed in: a second person approves it, and it is a version (architecture.md §5).

Author and approver are two people. What is published is exactly what was handed in and what the check has passed; it
holds from its day of effect on, today or later, without anybody doing more.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.calendar import start_of_day
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed
from app.domain.text import Text, say
from app.models import process_draft as drafts
from app.models.clock import now, today
from app.models.process_draft import DraftPart, DraftSave, ProcessDraft
from app.services import audit
from app.services.callers import concerned, with_callers
from app.services.draft_in_hand import submitted_draft
from app.services.draft_parts import checked
from app.services.four_eyes import is_one_of
from app.services.handing_in import ensure_newest
from app.services.publishing import Motive, Published, publish_in
from app.services.scenarios import Rehearsed, changers, ensure_rehearsed


def take_back(actor: Actor, process: str) -> None:
    """Go on drawing a draft that was handed in."""
    with db.transaction() as session:
        draft = submitted_draft(session, actor, Permission.PROCESS_EDIT, process)
        _reopen(draft)
        audit.record(session, Tag.DRAFT_WITHDRAWN, actor=actor, process=process, draft=draft.id)


def refuse(actor: Actor, process: str, reason: str, read: str | None = None) -> None:
    """Send a draft back to its authors, with the reason. `read`: what was read, as for `approve`."""
    with db.transaction() as session:
        draft = submitted_draft(session, actor, Permission.PROCESS_APPROVE, process)
        _ensure_read(draft, read)
        if not reason.strip():
            raise AnswersInvalid({"reason": [say("Schrijf waarom u het concept niet goedkeurt.")]})
        _reopen(draft)
        draft.reason, draft.decided_by, draft.decided_at = reason.strip(), actor.user_id, now(session)
        audit.record(session, Tag.DRAFT_REFUSED, actor=actor, process=process, draft=draft.id)


def approve(actor: Actor, process: str, seen: Rehearsed | None = None, read: str | None = None) -> list[Published]:
    """Publish the draft that was handed in, and with it the processes that call it. Returns what was published.

    `seen`: the scenarios it was seen to pass; `read`: what the approver read (`ProcessDraft.handed_in`), None for the
    one that stands. Refusals: NotAllowed (the approver is an author, also through another account of the same human
    being), Conflict (what was read or handed in is no longer what would be published; a scenario not seen).
    """
    with db.transaction() as session:
        draft = submitted_draft(session, actor, Permission.PROCESS_APPROVE, process)
        refusal = why_not_approve(session, actor, draft)
        if refusal is not None:
            raise NotAllowed(refusal)
        _ensure_read(draft, read)
        ensure_newest(session, draft)
        bundle, problems = checked(session, draft)
        wrong = any(problem.severity == "error" for problem in problems)
        if bundle is None or wrong or bundle.content_hash != draft.content_hash:
            raise Conflict(say("Sinds dit concept werd ingediend, is er iets veranderd. Laat het opnieuw indienen."))
        made = with_callers(session, bundle)
        ensure_rehearsed(session, bundle.content_hash, made, seen)
        published = publish_in(session, actor, made, _motive(session, draft))
        draft.status, draft.decided_by, draft.decided_at = drafts.PUBLISHED, actor.user_id, now(session)
        draft.definition_id = next(row.definition_id for row in published if row.process == process)
        return published


def why_not_approve(session: Session, actor: Actor, draft: ProcessDraft) -> Text | None:
    """Why this actor may not approve the draft; None when he may."""
    if not actor.may(Permission.PROCESS_APPROVE):
        return say("U hebt geen recht om dit te doen.")
    if is_one_of(session, actor, authors_of(session, draft)):
        return say("U werkte zelf mee aan dit concept. Een tweede persoon moet het goedkeuren.")
    return None


def authors_of(session: Session, draft: ProcessDraft) -> set[int]:
    """The accounts that drew, saved or handed in anything of the draft, or changed what it must still do."""
    saved = session.scalars(select(DraftSave.saved_by).where(DraftSave.draft_id == draft.id).distinct())
    changed = changers(session, concerned(session, draft.process), draft.opened_at)
    return {user for user in (*saved, *changed, draft.opened_by, draft.submitted_by) if user is not None}


def _ensure_read(draft: ProcessDraft, read: str | None) -> None:
    if read is not None and read != draft.handed_in:
        raise Conflict(say("Dit concept is intussen opnieuw ingediend, anders dan u las. Bekijk het opnieuw."))


def _reopen(draft: ProcessDraft) -> None:
    draft.status, draft.content_hash, draft.submitted_at = drafts.OPEN, None, None


def _motive(session: Session, draft: ProcessDraft) -> Motive:
    begins: datetime | None = None
    if draft.effective_on is not None and draft.effective_on > today(session):
        begins = start_of_day(draft.effective_on)
    drawn = {draft.process: picture} if (picture := _picture(session, draft)) else {}
    return Motive(draft.process, draft.note, draft.ground, begins, draft.id, draft.submitted_by, drawn)


def _picture(session: Session, draft: ProcessDraft) -> str | None:
    """The picture made while the draft was drawn, if it is of the diagram as it stands."""
    asked = select(DraftPart).where(
        DraftPart.draft_id == draft.id, DraftPart.kind.in_((drafts.DIAGRAM, drafts.PICTURE))
    )
    parts = {part.kind: part for part in session.scalars(asked)}
    picture = parts.get(drafts.PICTURE)
    return picture.content if picture and picture.revision == parts[drafts.DIAGRAM].revision else None
