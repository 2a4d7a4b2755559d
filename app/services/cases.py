"""Starting a case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed
from app.domain.search import fold
from app.domain.text import say
from app.models.base import new_id
from app.models.case import OPEN, Case
from app.models.clock import now
from app.models.request import IdempotencyKey
from app.models.user import User
from app.queries.case_state import CaseState
from app.services import answers as given_answers
from app.services import audit, broken_steps
from app.services.apply import apply_snapshot
from app.services.at_rest import at_rest
from app.services.case_rows import add_case
from app.services.choices.registry import context_for
from app.services.definitions import compiled, current, start_form_of
from app.services.facts.registry import facts_of
from app.services.first_parties import set_first_parties
from app.services.parties import know_parties
from app.services.records.registry import KNOWN, RECORDS
from app.services.subjects import Subject, find_subject, title_of
from app.services.work import Work


@dataclass(frozen=True)
class Started:
    """A case that was started, and its state (None: ask the tables)."""

    case_id: int
    state: CaseState | None


def start(
    actor: Actor,
    process: str,
    subject: str | None = None,
    answers: dict[str, Any] | None = None,
    idempotency_key: str | None = None,
    ignored: Iterable[str] = (),
) -> int:
    """Start a case as `begin` does, for callers that need nothing but its id."""
    return begin(actor, process, subject, answers, idempotency_key, ignored).case_id


def begin(
    actor: Actor,
    process: str,
    subject: str | None = None,
    answers: dict[str, Any] | None = None,
    idempotency_key: str | None = None,
    ignored: Iterable[str] = (),
) -> Started:
    """Start a case of `process` about `subject` (the id of a person or organisation, where the process asks for one).

    `answers` fill the process's start form; a process without one takes its declared variables. The same
    `idempotency_key` of the same actor gives the same case. `ignored` names fields a page was sent but did not take
    (read-only, hidden): they go in the audit (security row 19).
    Refusals: NotVisible (no such process or subject), NotAllowed, AnswersInvalid, Conflict (key used before),
    CannotBegin (a first step failed).
    """
    answers = answers or {}
    with db.transaction() as session:
        request = _request_digest(process, subject, answers)
        repeated = _started_before(session, actor, idempotency_key, request)
        if repeated is not None:
            return Started(repeated, None)
        started = _begin(session, actor, process, subject, answers, ignored)
        if idempotency_key:
            session.add(
                IdempotencyKey(
                    user_id=actor.user_id,
                    key=idempotency_key,
                    request_digest=request,
                    case_id=started.case_id,
                    created_at=now(session),
                )
            )
        return started


def _begin(
    session: Session,
    actor: Actor,
    process: str,
    subject: str | None,
    answers: dict[str, Any],
    ignored: Iterable[str],
) -> Started:
    version = current(session, process)
    definition = compiled(session, version)
    meta = definition.meta
    if not actor.system and not (actor.may(Permission.CASE_START) and actor.roles & set(meta.starters)):
        raise NotAllowed(say("U kunt «%(process)s» niet starten.", process=meta.title))
    about = find_subject(session, actor, meta.subject, subject, optional=meta.start is not None)
    case = new_case(session, actor, process, version, title_of(about, meta.title), about)
    know_parties(session, case.id, {})
    work = Work(session, actor, now(session), case)
    set_first_parties(work, definition.roles)
    variables = _first_variables(work, definition, answers, ignored)
    with broken_steps.beginning(definition):
        snapshot = engine.start(definition, variables, facts=facts_of(work), now=work.now)
        opened = apply_snapshot(work, snapshot)
    return Started(case.id, at_rest(work, snapshot, opened))


def new_case(session: Session, actor: Actor, process: str, version: int, title: str, about: Subject | None) -> Case:
    """A case that has not moved yet, in the table and in the session."""
    columns = {
        "id": new_id(),
        "process": process,
        "definition_id": version,
        "title": title,
        "search_title": fold(title),
        "person_id": about.person.id if about and about.person else None,
        "organisation_id": about.organisation_id if about else None,
        "status": OPEN,
        "state": b"",
        "variables": {},
        "waits_for": [],
        "revision": 0,
        "next_due": None,
        "open_incidents": 0,
        "started_by": actor.user_id,
        "created_at": now(session),
        "ended_at": None,
        "end_event": None,
    }
    return add_case(session, columns)


def _first_variables(
    work: Work, definition: engine.Definition, answers: dict[str, Any], ignored: Iterable[str]
) -> dict[str, Any]:
    session, case = work.session, work.case
    declared = definition.variables_of(case.process)
    form = start_form_of(definition)
    name = definition.meta.start.record if definition.meta.start else ""
    extra: dict[str, Any] = {}
    if form is None:
        ensure_fit(definition, case.process, answers, declared)
        given = answers
    else:
        known = KNOWN[name](work) if name in KNOWN and form.uses_known else {}
        checked = form.validate_json(answers, known, context_for(work, form.context_names), work.today)
        if checked.errors:
            raise AnswersInvalid(checked.errors)
        given, ignored = form.to_answers(checked.values), (*checked.ignored, *ignored)
        if name:
            extra = RECORDS[name](work, checked.values) or {}
    _, digest = given_answers.keep(work, given, "start")
    audit.record(
        session,
        Tag.CASE_STARTED,
        actor=work.actor,
        case_id=case.id,
        process=case.process,
        definition=case.definition_id,
        person=case.person_id,
        organisation=case.organisation_id,
        ignored=sorted(set(ignored)) or None,
        answers_digest=digest,
    )
    return {key: value for key, value in given.items() if key in declared} | extra


def ensure_fit(definition: engine.Definition, process: str, data: dict[str, Any], names: Iterable[str]) -> None:
    """Refuse data from outside that is not asked for by name, or is not of its declared kind."""
    unknown = {key: [say("Dit veld kennen we hier niet.")] for key in sorted(set(data) - set(names))}
    wrong = engine.misfits(definition.variables_of(process), data)
    problems = {key: [say("Dit heeft niet de juiste vorm.")] for key in sorted(wrong)} | unknown
    if problems:
        raise AnswersInvalid(problems)


def _request_digest(process: str, subject: str | None, answers: dict[str, Any]) -> str:
    content = orjson.dumps([process, subject, answers], option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(content).hexdigest()


def _started_before(session: Session, actor: Actor, key: str | None, request: str) -> int | None:
    if not key:
        return None
    session.scalar(select(User.id).where(User.id == actor.user_id).with_for_update())  # the same key at once: in turn
    row = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.user_id == actor.user_id, IdempotencyKey.key == key)
    ).first()
    if row is None:
        return None
    if row.request_digest != request:
        raise Conflict(say("Deze sleutel is al gebruikt voor een andere aanvraag."))
    return row.case_id
