"""Asking for a trial of a draft: some cases over some years, played in the background in a throw-away database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.jobs import Lane
from app.domain.text import say
from app.models.base import new_id
from app.models.clock import now
from app.models.process_draft import ProcessDraft
from app.services import jobs
from app.services.callers import newest_in_use, with_callers
from app.services.definitions import bundle_of
from app.services.draft_in_hand import live_draft
from app.services.draft_parts import bundle_of_draft, problems_of

JOB = "play_trial"
MOST_CASES, MOST_YEARS = 1000, 10
PARTS = 100  # in how many parts a trial is played at most


def ask(actor: Actor, process: str, cases: int, years: int, seed: int) -> int:
    """Ask for a trial of the draft as it stands; returns the job. The same `seed` plays the same people.

    Refusals: NotAllowed, NotVisible (no draft), AnswersInvalid (numbers out of range; a draft with errors, field "").
    """
    if not actor.may(Permission.PROCESS_EDIT) and not actor.may(Permission.PROCESS_APPROVE):
        raise NotAllowed()
    errors = {}
    if not 1 <= cases <= MOST_CASES:
        errors["cases"] = [say("Kies 1 tot %(most)s dossiers.", most=MOST_CASES)]
    if not 1 <= years <= MOST_YEARS:
        errors["years"] = [say("Kies 1 tot %(most)s jaar.", most=MOST_YEARS)]
    if errors:
        raise AnswersInvalid(errors)
    with db.transaction() as session:
        draft = live_draft(session, process)
        if draft is None:
            raise NotVisible()
        if any(problem.severity == "error" for problem in problems_of(session, draft)):
            raise AnswersInvalid({"": [say("Los eerst de fouten op die de controle vindt.")]})
        bundles, _ = surroundings(session, draft.id)
        wanted: dict[str, Any] = {"draft": draft.id, "cases": cases, "years": years, "seed": seed}
        wanted |= {"begin": now(session).isoformat(), "content": content_of(bundles)}
        key = f"{prefix(draft.id)}{new_id()}"
        return jobs.enqueue(session, JOB, wanted, actor=actor, total=min(cases, PARTS), key=key, lane=Lane.LONG)


def content_of(bundles: Mapping[str, engine.Bundle]) -> str:
    """What tells one draft with its surroundings from another."""
    told = "".join(f"{key}={bundles[key].content_hash};" for key in sorted(bundles))
    return hashlib.sha256(told.encode()).hexdigest()


def is_changed(session: Session, draft_id: int, content: str) -> bool:
    """Whether the draft, or a process around it, is another one than when this was its content."""
    try:
        bundles, _ = surroundings(session, draft_id)
    except engine.BundleError:
        return True
    return content_of(bundles) != content


def prefix(draft_id: int) -> str:
    """What the keys of a draft's trials begin with."""
    return f"trial-{draft_id}-"


def surroundings(session: Session, draft_id: int) -> tuple[dict[str, engine.Bundle], str]:
    """The draft and every process as they would run together, and the process a trial starts.

    That is the process itself where people can start it, else the one that calls it. Raises BundleError.
    """
    draft = session.get_one(ProcessDraft, draft_id)
    bundle = bundle_of_draft(session, draft)
    made = with_callers(session, bundle)
    return among_all(session, made), _root(made, bundle)


def among_all(session: Session, made: Mapping[str, engine.Bundle]) -> dict[str, engine.Bundle]:
    """What would be published, and every other process as it is."""
    around = {key: bundle_of(session, found) for key, found in newest_in_use(session).items() if key not in made}
    return {**around, **made}


def _root(made: Mapping[str, engine.Bundle], bundle: engine.Bundle) -> str:
    if bundle.meta.starters:
        return bundle.process
    return next((key for key, caller in made.items() if caller.meta.starters), bundle.process)
