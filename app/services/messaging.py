"""Messages to a running case: from a person, from outside, from another case."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import OperationalError

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import NotAllowed, NothingWaits, Refusal, StandsStill
from app.domain.text import say
from app.models.incident import MESSAGE
from app.services import audit, failures
from app.services.apply import apply_snapshot
from app.services.case_in_hand import locked_work
from app.services.cases import ensure_fit
from app.services.definitions import compiled
from app.services.facts.registry import facts_of
from app.services.overtaken import nothing_waits
from app.services.work import Work


def send(actor: Actor, case_id: int, name: str, data: dict[str, Any] | None = None) -> None:
    """Send a message a person may send (process.toml `[messages]`) to a case he sees.

    Refusals: NotVisible, NotAllowed, NothingWaits, AnswersInvalid (data the message does not take), StandsStill (a
    step that follows failed).
    """
    try:
        _send(actor, case_id, name, data or {})
    except (Refusal, OperationalError):  # turned down, or the database is not there: no fault of the case
        raise
    except Exception as error:
        raise StandsStill(failures.write_down(case_id, error, MESSAGE), kept=False) from error


def _send(actor: Actor, case_id: int, name: str, data: dict[str, Any]) -> None:
    with db.transaction() as session:
        work = locked_work(session, actor, case_id)
        definition = compiled(session, work.case.definition_id)
        message = definition.message(name)
        if message is None:
            raise NothingWaits(say("Dit dossier kent geen bericht «%(name)s».", name=name))
        if not actor.roles & set(message.roles) or not actor.may(Permission.MESSAGE_SEND):
            raise NotAllowed(say("U kunt dit bericht niet sturen."))
        ensure_fit(definition, work.case.process, data, message.takes)
        deliver(work, name, data)


def deliver(work: Work, name: str, data: dict[str, Any], from_case: int | None = None) -> None:
    """Hand a message to a locked case inside the running transaction. NothingWaits when no step waits for it."""
    case = work.case
    if name not in case.waits_for:
        raise nothing_waits(work.session, case)
    definition = compiled(work.session, case.definition_id)
    audit.record(work.session, Tag.CASE_MESSAGE, actor=work.actor, case_id=case.id, name=name, from_case=from_case)
    with engine.passing(failures.passed(work)):
        snapshot = engine.message(definition, case.state, name, data, facts=facts_of(work), now=work.now)
    apply_snapshot(work, snapshot)
