"""Handing in a draft, and the second person who approves it: then it becomes a version (architecture.md §5).

Author and approver are two people. What is published is exactly what was handed in and what the check has passed; it
holds from its day of effect on, today or later, without anybody doing more.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.calendar import local_date, start_of_day
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import Text, say
from app.models import process_draft as drafts
from app.models.clock import now, today
from app.models.definition import Definition
from app.models.process_draft import DraftPart, DraftSave, ProcessDraft
from app.models.user import User
from app.services import audit
from app.services.callers import concerned, with_callers
from app.services.draft_in_hand import editable_draft, live_draft, newest_version
from app.services.draft_parts import checked
from app.services.four_eyes import is_one_of
from app.services.publishing import Motive, Published, publish_in
from app.services.scenarios import Rehearsed, changers, ensure_rehearsed


def hand_in(
    actor: Actor, process: str, note: str, ground: str, effective_on: date | None, seen: Rehearsed | None = None
) -> None:
    """Ask a colleague to approve the draft. `effective_on`: the first day it holds; None is as soon as approved.

    `seen`: the scenarios it was seen to pass (app/sandbox/gate.py). Refusals: AnswersInvalid (per field, and `""` for
    what the check found), Conflict (a newer version was published since the draft was begun; a scenario not seen).
    """
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        _ensure_newest(session, draft)
        bundle = _ensure_complete(session, draft, note, ground, effective_on)
        if bundle.content_hash == newest_version(session, process).content_hash:
            raise Conflict(say("Dit concept zegt hetzelfde als de versie die er al is. Er is niets te publiceren."))
        ensure_rehearsed(session, bundle.content_hash, with_callers(session, bundle), seen)
        draft.note, draft.ground, draft.effective_on = note.strip(), ground.strip(), effective_on
        draft.content_hash, draft.status = bundle.content_hash, drafts.SUBMITTED
        draft.submitted_by, draft.submitted_at = actor.user_id, now(session)
        audit.record(
            session,
            Tag.DRAFT_SUBMITTED,
            actor=actor,
            process=process,
            draft=draft.id,
            content_hash=draft.content_hash,
            valid_from=effective_on,
        )


def take_back(actor: Actor, process: str) -> None:
    """Go on drawing a draft that was handed in."""
    with db.transaction() as session:
        draft = _submitted(session, actor, Permission.PROCESS_EDIT, process)
        _reopen(draft)
        audit.record(session, Tag.DRAFT_WITHDRAWN, actor=actor, process=process, draft=draft.id)


def refuse(actor: Actor, process: str, reason: str) -> None:
    """Send a draft back to its authors, with the reason."""
    with db.transaction() as session:
        draft = _submitted(session, actor, Permission.PROCESS_APPROVE, process)
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
        draft = _submitted(session, actor, Permission.PROCESS_APPROVE, process)
        refusal = why_not_approve(session, actor, draft)
        if refusal is not None:
            raise NotAllowed(refusal)
        if read is not None and read != draft.handed_in:
            raise Conflict(say("Dit concept is intussen opnieuw ingediend, anders dan u las. Bekijk het opnieuw."))
        _ensure_newest(session, draft)
        bundle, errors = _checked(session, draft)
        if bundle is None or errors or bundle.content_hash != draft.content_hash:
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


def first_day(session: Session, process: str) -> date:
    """The first day on which a next version can begin to hold: today, or the day the newest version begins."""
    return max(today(session), local_date(newest_version(session, process).effective_from))


def _ensure_complete(
    session: Session, draft: ProcessDraft, note: str, ground: str, effective_on: date | None
) -> engine.Bundle:
    """What would be published, when nothing is missing."""
    errors: dict[str, list[Text]] = {}
    if not note.strip():
        errors["note"] = [say("Schrijf wat er verandert.")]
    if not ground.strip():
        errors["ground"] = [say("Schrijf waarom: een artikel, een beslissing of een afspraak.")]
    if effective_on is not None and effective_on < first_day(session, draft.process):
        errors["effective_on"] = [say("Kies vandaag of een latere dag, niet voor de vorige versie begint.")]
    bundle, found = _checked(session, draft)
    if found:
        errors[""] = [say("De controle vindt nog fouten (%(number)s). Los ze eerst op.", number=len(found))]
    if errors or bundle is None:
        raise AnswersInvalid(errors)
    return bundle


def _checked(session: Session, draft: ProcessDraft) -> tuple[engine.Bundle | None, list[engine.Problem]]:
    """The draft as a bundle, made once, and the errors in it."""
    bundle, problems = checked(session, draft)
    return bundle, [problem for problem in problems if problem.severity == "error"]


def _ensure_newest(session: Session, draft: ProcessDraft) -> None:
    newest = newest_version(session, draft.process)
    if newest.id == draft.based_on:
        return
    by = session.get(User, newest.published_by) if newest.published_by else None
    raise Conflict(
        say(
            "Intussen is versie %(number)s gepubliceerd door %(who)s. Vergelijk en neem over wat daarin veranderde.",
            number=newest.number,
            who=by.name if by else "Traject",
        )
    )


def build_on_newest(actor: Actor, process: str) -> None:
    """Let the draft follow the newest version, after its author compared the two."""
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        newest: Definition = newest_version(session, process)
        draft.based_on = newest.id
        audit.record(session, Tag.DRAFT_OPENED, actor=actor, process=process, draft=draft.id, definition=newest.id)


def _submitted(session: Session, actor: Actor, permission: Permission, process: str) -> ProcessDraft:
    if not actor.may(permission):
        raise NotAllowed()
    draft = live_draft(session, process)
    if draft is None or draft.status != drafts.SUBMITTED:
        raise NotVisible(say("Er wacht geen concept op goedkeuring."))
    return draft


def _reopen(draft: ProcessDraft) -> None:
    draft.status, draft.content_hash, draft.submitted_at = drafts.OPEN, None, None


def _motive(session: Session, draft: ProcessDraft) -> Motive:
    begins: datetime | None = None
    if draft.effective_on is not None and draft.effective_on > today(session):
        begins = start_of_day(draft.effective_on)
    svg = session.scalar(
        select(DraftPart.content).where(DraftPart.draft_id == draft.id, DraftPart.kind == drafts.PICTURE)
    )
    return Motive(draft.process, draft.note, draft.ground, begins, draft.id, draft.submitted_by, svg)
