"""What a person does about a case that stands still: try again, correct a value, pass the step, move the case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from sqlalchemy import func, select, update

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.kept_text import told
from app.domain.text import say
from app.models.case import Case, Timer
from app.models.incident import TIMER, Incident
from app.models.move import MOVED
from app.queries.move_target import target
from app.services import audit, failures, migration, waking
from app.services.apply import apply_snapshot
from app.services.case_in_hand import locked_work
from app.services.definitions import compiled, current, number_of
from app.services.facts.registry import facts_of
from app.services.work import Work

_LONGEST_REASON = 2_000


def retry(actor: Actor, incident_id: int) -> bool:
    """Try again now. True: the case went on, or whoever was refused can try again himself.

    Refusals: NotVisible, NotAllowed, Conflict (resolved meanwhile).
    """
    with _at_hand(actor, incident_id) as (work, incident):
        _audit(work, Tag.INCIDENT_RETRIED, incident)
        if incident.during != TIMER:  # only the person himself can give his answers again; they are kept
            failures.resolve(work, incident, "handed_back", by=actor.user_id)
            return True
        incident.resolution, incident.resolved_by = "retried", actor.user_id
        _make_due(work)
    return waking.wake(incident.case_id)


def correct(actor: Actor, incident_id: int, name: str, value: object) -> bool:
    """Give a declared variable of the case another value, and try again. True: the case went on.

    Refusals: NotVisible, NotAllowed, Conflict (resolved meanwhile), AnswersInvalid (no such variable, wrong kind).
    The trail holds digests of the old and the new value: a variable may say something about a person.
    """
    with _at_hand(actor, incident_id) as (work, incident):
        case = work.case
        definition = compiled(work.session, case.definition_id)
        if name not in definition.variables:
            raise AnswersInvalid({"name": [say("Kies een gegeven van dit proces.")]})
        if engine.misfits(definition.variables, {name: value}):
            raise AnswersInvalid({"value": [say("Dit is niet de juiste soort waarde.")]})
        before = case.variables.get(name)
        snapshot = engine.correct(definition, case.state, {name: value}, facts=facts_of(work), now=work.now)
        apply_snapshot(work, snapshot)
        digests = {"before_digest": _digest(before, incident), "after_digest": _digest(value, incident)}
        _audit(work, Tag.INCIDENT_CORRECTED, incident, name=name, **digests)
        if incident.during != TIMER:
            failures.resolve(work, incident, "corrected", by=actor.user_id)
            return True
        incident.resolution, incident.resolved_by = "corrected", actor.user_id
        _make_due(work)
    return waking.wake(incident.case_id)


def pass_step(actor: Actor, incident_id: int, reason: str) -> bool:
    """Let the case go past the failing step, for a reason. True: it did; False: that waits for a person's own act.

    Refusals: NotVisible, NotAllowed, Conflict (resolved meanwhile), AnswersInvalid (no reason, or a step that cannot
    be passed: only what Traject does by itself can).
    """
    with _at_hand(actor, incident_id) as (work, incident):
        reason = reason.strip()
        if not reason or len(reason) > _LONGEST_REASON:
            raise AnswersInvalid({"reason": [say("Schrijf waarom het dossier zonder deze stap verder mag.")]})
        elements = compiled(work.session, work.case.definition_id).elements
        if not engine.can_pass(elements, (incident.process, incident.element or "")):
            raise AnswersInvalid({"reason": [say("Deze stap kan niet overgeslagen worden.")]})
        incident.skip, incident.note = True, reason
        incident.resolution, incident.resolved_by = "skipped", actor.user_id
        _audit(work, Tag.INCIDENT_SKIPPED, incident, reason_digest=audit.digest(reason, str(incident.id)))
        if incident.during != TIMER:  # the step is passed when the person does his part again
            return False
        _make_due(work)
    return waking.wake(incident.case_id)


def move(actor: Actor, incident_id: int) -> bool:
    """Move the case to the version of its process that is in force now, and try again. True: the case went on.

    Refusals: NotVisible, NotAllowed, Conflict (resolved meanwhile, or in that version already), AnswersInvalid (why
    the case cannot go along).
    """
    migration.ensure_may_move(actor)
    with _at_hand(actor, incident_id) as (work, incident):
        session, case = work.session, work.case
        newest = current(session, case.process)
        if newest == case.definition_id:
            raise Conflict(say("Dit dossier loopt al in de versie die nu geldt."))
        wanted = target(session, case.process, number_of(session, newest), {}, recompute=False)
        moved = migration.move_case(session, actor, wanted, case.id)
        if moved.outcome != MOVED:
            raise AnswersInvalid({"": [told(sentence) for sentence in moved.sentences]})
        if incident.during != TIMER:
            failures.resolve(work, incident, "moved", by=actor.user_id)
            return True
        incident.resolution, incident.resolved_by = "moved", actor.user_id
        _make_due(work)
    return waking.wake(incident.case_id)


@contextmanager
def _at_hand(actor: Actor, incident_id: int) -> Iterator[tuple[Work, Incident]]:
    """An open incident and its locked case, in a transaction."""
    with db.transaction() as session:
        case_id = session.scalar(select(Incident.case_id).where(Incident.id == incident_id))
        if case_id is None:
            raise NotVisible()
        work = locked_work(session, actor, case_id)
        if not actor.may(Permission.INCIDENT_MANAGE):
            raise NotAllowed()
        incident = session.get_one(Incident, incident_id)
        if incident.resolved_at is not None:
            raise Conflict(say("Dit is intussen al opgelost."))
        try:
            yield work, incident
        except engine.EngineError as error:  # what is asked cannot be done in the state the case is in
            raise AnswersInvalid({"": [error.text]}) from error


def _make_due(work: Work) -> None:
    """Back among the cases that wait for their date, which has passed."""
    first = select(func.min(Timer.due_at)).where(Timer.case_id == work.case.id).scalar_subquery()
    work.session.execute(update(Case).where(Case.id == work.case.id).values(next_due=first))


def _digest(value: object, incident: Incident) -> str:
    return audit.digest(orjson.dumps(value).decode(), str(incident.id))


def _audit(work: Work, tag: Tag, incident: Incident, **payload: object) -> None:
    audit.record(
        work.session,
        tag,
        actor=work.actor,
        case_id=incident.case_id,
        process=incident.process,
        element=incident.element,
        incident=incident.id,
        correlation=incident.correlation_id,
        **payload,
    )
