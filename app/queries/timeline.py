"""The timeline of a case: its audit entries in words, newest last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import NotVisible
from app.domain.text import Text, say
from app.models.audit import Audit
from app.models.user import User
from app.queries.cases import ensure_visible
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor

SENTENCES: dict[Tag, Text] = {
    Tag.CASE_STARTED: say("Dossier gestart"),
    Tag.JOB_REQUESTED: say("Uitvoer van het dossier gevraagd"),
    Tag.CASE_ENDED: say("Dossier afgesloten"),
    Tag.CASE_MESSAGE: say("Bericht ontvangen"),
    Tag.CASE_SIGNAL: say("Signaal ontvangen"),
    Tag.CASE_SENT: say("Bericht of signaal uitgestuurd"),
    Tag.CASE_MOVED: say("Dossier verplaatst naar een andere versie van het proces"),
    Tag.CASE_MOVE_UNDONE: say("Verplaatsing naar een andere versie ongedaan gemaakt"),
    Tag.CASE_INCIDENT: say("Het dossier staat stil: iemand moet kijken"),
    Tag.INCIDENT_RETRIED: say("Opnieuw geprobeerd"),
    Tag.INCIDENT_CORRECTED: say("Gegeven verbeterd zodat het dossier verder kan"),
    Tag.INCIDENT_SKIPPED: say("Stap overgeslagen"),
    Tag.INCIDENT_RESOLVED: say("Het dossier kan weer verder"),
    Tag.TIMER_FIRED: say("Termijn bereikt"),
    Tag.TASK_OPENED: say("Taak geopend"),
    Tag.TASK_CANCELLED: say("Taak vervallen"),
    Tag.TASK_CLAIMED: say("Taak opgenomen"),
    Tag.TASK_RELEASED: say("Taak teruggegeven"),
    Tag.TASK_ASSIGNED: say("Taak toegewezen"),
    Tag.TASK_DRAFTED: say("Concept bewaard"),
    Tag.TASK_COMPLETED: say("Taak afgewerkt"),
    Tag.PARTY_SET: say("Betrokkene aangeduid"),
    Tag.NOTICE_SENT: say("Bericht gestuurd aan"),
    Tag.DOCUMENT_ADDED: say("Document toegevoegd"),
    Tag.NOTE_ADDED: say("Notitie toegevoegd"),
    Tag.FACT_SET: say("Gegeven vastgelegd"),
    Tag.PERSON_TRANSFERRED: say("Andere coach"),
    Tag.PERSON_TAKEN_OVER: say("Overgenomen uit een bestand: de werknemer was al in dienst"),
}
# What a fact is about, where the entry says so.
FACTS: dict[tuple[str, str], Text] = {
    ("trajectory", "status"): say("Toestand van het traject"),
    ("trajectory", "extension_months"): say("Verlenging van het traject vastgelegd"),
    ("suspension", "ends_on"): say("Einde van de schorsing vastgelegd"),
    ("employment", "hours_week"): say("Andere uren per week vastgelegd"),
    ("task", "due_at"): say("Taak kreeg een andere vervaldag, door een schorsing"),
    ("reconsideration", "outcome"): say("Uitkomst van de heroverweging vastgelegd"),
    ("organisation", "quota_fte"): say("Contingent van de onderneming gewijzigd"),
}


@dataclass(frozen=True)
class Event:
    """One entry: when, who, what, and the details as they stand in the trail."""

    number: int
    at: datetime
    actor_id: int | None
    actor_name: str | None
    tag: str
    sentence: Text
    payload: dict[str, Any]


def page(session: Session, actor: Actor, case_id: int, cursor: str | None = None, limit: int = 100) -> Page[Event]:
    """A page of the case's events, oldest first. NotVisible when the actor does not see the case."""
    ensure_visible(session, actor, case_id)
    if not actor.sees_whole_file:
        raise NotVisible()
    limit = checked_limit(limit)
    query = (
        select(Audit.number, Audit.at, Audit.actor_id, User.name, Audit.tag, Audit.payload)
        .join(User, User.id == Audit.actor_id, isouter=True)
        .where(Audit.case_id == case_id)
        .order_by(Audit.number)
        .limit(limit + 1)
    )
    after = decode_cursor(cursor, int)
    if after is not None:
        query = query.where(Audit.number > after[0])
    rows = session.execute(query).all()
    items = [_event(row) for row in rows[:limit]]
    return Page(items, encode_cursor(items[-1].number) if len(rows) > limit else None)


def _event(row: Any) -> Event:
    payload = json.loads(row.payload)
    sentence = FACTS.get((payload.get("subject"), payload.get("what"))) or SENTENCES.get(Tag(row.tag), Text(row.tag))
    return Event(row.number, row.at, row.actor_id, row.name, row.tag, sentence, payload)
