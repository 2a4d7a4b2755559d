"""Messages and signals that diagrams send: found by the subscription table, delivered in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, undefer

from app import engine
from app.domain.audit import Tag
from app.domain.errors import Busy, NothingWaits
from app.domain.text import Text, say
from app.engine import EngineError, NobodyWaits
from app.models.case import Case
from app.models.subscription import MESSAGE, SIGNAL
from app.services import audit, messaging
from app.services.apply import apply_snapshot
from app.services.case_rows import write_gathered
from app.services.definitions import compiled
from app.services.effects.registry import effect
from app.services.facts.registry import facts_of
from app.services.subscriptions import business_key, waiting_cases
from app.services.work import Work

# Cases that answer each other without end would never come to rest; a signal to very many would hold them all locked.
MOST_DEEP = 20
MOST_REACHED = 500


@effect("throw_message")
def throw_message(work: Work, payload: dict[str, Any]) -> None:
    """Deliver `{name, key, process, element}` to the one case that waits for it under that business key.

    When no case waits (NobodyWaits, tried again later) or more than one does (EngineError), it stands as an incident
    (engine.md V2, E5).
    """
    name, session = str(payload["name"]), work.session
    found = waiting_cases(session, MESSAGE, name, business_key(work.case, str(payload["key"])), most=2)
    if not found:
        raise _nobody(payload)
    if len(found) > 1:
        sentence = say("Meer dan één dossier wacht op het bericht «%(name)s». Geef het een eigen sleutel.", name=name)
        raise _error(payload, sentence)
    _record(work, MESSAGE, payload, reached=1)
    with _one_deeper(session, payload):
        try:
            messaging.deliver(_work_on(work, found[0]), name, {}, from_case=work.case.id)
        except NothingWaits:  # it went on while we waited for its lock, or a deadline of it had passed
            raise _nobody(payload) from None


@effect("throw_signal")
def throw_signal(work: Work, payload: dict[str, Any]) -> None:
    """Deliver `{name, process, element}` to every case that waits for it, this one included. None waiting is no fault:
    that is what tells a signal from a message."""
    name, session = str(payload["name"]), work.session
    found = waiting_cases(session, SIGNAL, name, None, most=MOST_REACHED + 1)
    if len(found) > MOST_REACHED:
        raise _error(payload, say("Te veel dossiers wachten op het signaal «%(name)s».", name=name))
    _record(work, SIGNAL, payload, reached=len(found))
    with _one_deeper(session, payload):
        for case_id in found:
            _deliver_signal(_work_on(work, case_id), name, work.case.id)


def _deliver_signal(work: Work, name: str, from_case: int) -> None:
    case = work.case
    if not any(label.startswith(f"{SIGNAL}:{name}:") for label in case.waits_for):
        return  # what another one did with the signal took this step away
    definition = compiled(work.session, case.definition_id)
    try:
        snapshot = engine.signal(definition, case.state, name, facts=facts_of(work), now=work.now)
    except NothingWaits:
        return  # a deadline of it had passed: it is woken soon, and waits for this no more
    audit.record(work.session, Tag.CASE_SIGNAL, actor=work.actor, case_id=case.id, name=name, from_case=from_case)
    apply_snapshot(work, snapshot)


def _work_on(work: Work, case_id: int) -> Work:
    """The same work on another case, locked. Busy when that one waits for ours: the database lets one go on."""
    if case_id == work.case.id:
        return replace(work, task=None)
    write_gathered(work.session)  # an earlier receiver may have moved this case already
    query = select(Case).where(Case.id == case_id).options(undefer(Case.state)).with_for_update()
    try:
        case = work.session.scalars(query, execution_options={"populate_existing": True}).one()
    except OperationalError as error:
        raise Busy(say("Een dossier dat hierbij hoort, wordt net gewijzigd. Probeer het opnieuw.")) from error
    return replace(work, case=case, task=None)


def _record(work: Work, kind: str, payload: dict[str, Any], reached: int) -> None:
    audit.record(
        work.session, Tag.CASE_SENT, actor=work.actor, case_id=work.case.id, kind=kind, name=payload["name"],
        process=payload["process"], element=payload["element"], reached=reached,
    )  # fmt: skip


@contextmanager
def _one_deeper(session: Session, payload: dict[str, Any]) -> Iterator[None]:
    depth = session.info.get("deliveries", 0)
    if depth >= MOST_DEEP:
        raise _error(payload, say("Dossiers blijven elkaar berichten sturen zonder te wachten."))
    session.info["deliveries"] = depth + 1
    try:
        yield
    finally:
        session.info["deliveries"] = depth


def _nobody(payload: dict[str, Any]) -> NobodyWaits:
    sentence = say("Geen enkel dossier wacht op het bericht «%(name)s».", name=str(payload["name"]))
    return NobodyWaits(str(payload["process"]), str(payload["element"]), sentence)


def _error(payload: dict[str, Any], text: Text) -> EngineError:
    return EngineError(str(payload["process"]), str(payload["element"]), text)
