"""Handing in a draft: a colleague is asked to approve exactly what its author read (architecture.md §5)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.calendar import local_date
from app.domain.errors import AnswersInvalid, Conflict
from app.domain.text import Text, say
from app.models import process_draft as drafts
from app.models.clock import now, today
from app.models.definition import Definition
from app.models.process_draft import ProcessDraft
from app.models.user import User
from app.services import audit
from app.services.callers import with_callers
from app.services.draft_in_hand import editable_draft, newest_version
from app.services.draft_parts import as_it_stands, checked
from app.services.scenarios import Rehearsed, ensure_rehearsed


def hand_in(
    actor: Actor,
    process: str,
    note: str,
    ground: str,
    effective_on: date | None,
    seen: Rehearsed | None = None,
    read: str | None = None,
) -> None:
    """Ask a colleague to approve the draft. `effective_on`: the first day it holds; None is as soon as approved.

    `seen`: the scenarios it was seen to pass (app/sandbox/gate.py); `read`: the draft its author read
    (`draft_parts.as_it_stands`), None for what stands. Refusals: AnswersInvalid (per field, and `""` for what the check
    found), Conflict (somebody saved since it was read; a newer version since it was begun; a scenario not seen).
    """
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        if read is not None and read != as_it_stands(session, draft):
            raise Conflict(say("Dit concept is intussen gewijzigd: het is anders dan u las. Vergelijk het opnieuw."))
        ensure_newest(session, draft)
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


def build_on_newest(actor: Actor, process: str, compared: int) -> None:
    """Let the draft follow the newest version, `compared` with it by its author. Conflict for a newer one yet."""
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        newest: Definition = newest_version(session, process)
        if newest.id != compared:
            raise _overtaken(session, newest)
        draft.based_on = newest.id
        audit.record(session, Tag.DRAFT_OPENED, actor=actor, process=process, draft=draft.id, definition=newest.id)


def first_day(session: Session, process: str) -> date:
    """The first day on which a next version can begin to hold: today, or the day the newest version begins."""
    return max(today(session), local_date(newest_version(session, process).effective_from))


def ensure_newest(session: Session, draft: ProcessDraft) -> None:
    """Conflict when another version was published since the draft was begun."""
    newest = newest_version(session, draft.process)
    if newest.id == draft.based_on:
        return
    raise _overtaken(session, newest)


def _overtaken(session: Session, newest: Definition) -> Conflict:
    by = session.get(User, newest.published_by) if newest.published_by else None
    return Conflict(
        say(
            "Intussen is versie %(number)s gepubliceerd door %(who)s. Vergelijk en neem over wat daarin veranderde.",
            number=newest.number,
            who=by.name if by else "Traject",
        )
    )


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
    bundle, problems = checked(session, draft)
    found = [problem for problem in problems if problem.severity == "error"]
    if found:
        errors[""] = [say("De controle vindt nog fouten (%(number)s). Los ze eerst op.", number=len(found))]
    if errors or bundle is None:
        raise AnswersInvalid(errors)
    return bundle
