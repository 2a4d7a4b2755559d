"""Scenarios of processes: keep one, rename it, renew it, take it out; which ones a new version must pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import Text, say
from app.models.base import search_digest
from app.models.clock import now
from app.models.scenario import Scenario
from app.services import audit

_LONGEST_NAME = 120
_LONGEST_REASON = 2000


@dataclass(frozen=True)
class Rehearsed:
    """The scenarios that a content (its hash) was seen to pass."""

    content_hash: str
    scenarios: frozenset[int]


def ensure_rehearsed(session: Session, content_hash: str, processes: Iterable[str], seen: Rehearsed | None) -> None:
    """Raise Conflict unless every scenario of `processes` was seen to pass with exactly this content."""
    asked = {row.id for row in of_processes(session, processes)}
    passed = seen.scenarios if seen is not None and seen.content_hash == content_hash else frozenset()
    if asked - passed:
        raise Conflict(say("Niet alle scenario's van dit proces zijn met dit concept gespeeld. Probeer het opnieuw."))


def of_processes(session: Session, processes: Iterable[str]) -> list[Scenario]:
    """The scenarios that count, by process and name."""
    wanted = select(Scenario).where(Scenario.process.in_(list(processes)), Scenario.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Scenario.process, Scenario.name)))


def concerning(session: Session, scenario_id: int, process: str, bundles: Mapping[str, engine.Bundle]) -> Scenario:
    """A scenario that a next version of `process` must pass: its own, or of one that calls it in these bundles.

    NotVisible when there is none, or no more.
    """
    row = session.get(Scenario, scenario_id)
    if row is None or row.removed_at is not None or row.process not in bundles:
        raise NotVisible()
    if process not in bundles[row.process].all():
        raise NotVisible()
    return row


def counting(session: Session, scenario_id: int) -> Scenario:
    """A scenario that counts, for the one who is about to change it. NotVisible when there is none, or no more."""
    row = session.get(Scenario, scenario_id, with_for_update=True)
    if row is None or row.removed_at is not None:
        raise NotVisible()
    return row


def keep(actor: Actor, process: str, name: str, script: dict[str, Any], expected: dict[str, Any]) -> int:
    """Keep a scenario. Refusals: NotAllowed, AnswersInvalid (no name, or one that is taken)."""
    _ensure_may(actor)
    name = " ".join(name.split())
    with db.transaction() as session:
        _ensure_name(session, process, name)
        row = add(session, actor, Scenario(process=process, name=name, script=script, expected=expected))
        audit.record(session, Tag.SCENARIO_KEPT, actor=actor, process=process, scenario=row.id)
        return row.id


def describe(actor: Actor, scenario_id: int, name: str, note: str) -> None:
    """Give a scenario another name or note. Refusals: NotAllowed, NotVisible, AnswersInvalid (as `keep`)."""
    _ensure_may(actor)
    name, note = " ".join(name.split()), note.strip()[:_LONGEST_REASON]
    with db.transaction() as session:
        row = counting(session, scenario_id)
        _ensure_name(session, row.process, name, row.id)
        if (row.name, row.note) == (name, note):
            return
        row.name, row.note = name, note
        audit.record(session, Tag.SCENARIO_CHANGED, actor=actor, process=row.process, scenario=row.id)


def renew(actor: Actor, scenario_id: int, script: dict[str, Any], expected: dict[str, Any], reason: str) -> int:
    """Let this script count in the place of a scenario's; the old one stays on record with the reason.

    Refusals: NotAllowed, NotVisible, AnswersInvalid (no reason).
    """
    _ensure_may(actor)
    with db.transaction() as session:
        old = counting(session, scenario_id)
        if not reason.strip():
            raise AnswersInvalid({"reason": [say("Schrijf waarom dit scenario nu anders gaat.")]})
        old.removed_by, old.removed_at, old.reason = actor.user_id, now(session), reason.strip()[:_LONGEST_REASON]
        session.flush()  # its name is free for the next
        new = Scenario(process=old.process, name=old.name, note=old.note, script=script, expected=expected)
        new.replaces = old.id
        add(session, actor, new)
        audit.record(
            session,
            Tag.SCENARIO_RENEWED,
            actor=actor,
            process=old.process,
            scenario=new.id,
            previous=old.id,
            reason_digest=search_digest(old.reason),
        )
        return new.id


def remove(actor: Actor, scenario_id: int, reason: str) -> None:
    """Let a scenario not count any more. Refusals: NotAllowed, NotVisible, AnswersInvalid (no reason)."""
    _ensure_may(actor)
    with db.transaction() as session:
        row = counting(session, scenario_id)
        if not reason.strip():
            raise AnswersInvalid({"reason": [say("Schrijf waarom dit scenario niet meer moet gelden.")]})
        take_out(session, actor, row, reason.strip()[:_LONGEST_REASON])


def changers(session: Session, processes: Iterable[str], since: datetime) -> set[int]:
    """Who renewed or took out a scenario of these processes since a moment."""
    rows = session.scalars(
        select(Scenario.removed_by).where(Scenario.process.in_(list(processes)), Scenario.removed_at >= since)
    )
    return {user for user in rows if user is not None}


def add(session: Session, actor: Actor, row: Scenario) -> Scenario:
    """The inside of `keep` and `renew`: from now on it counts."""
    row.made_by, row.made_at = actor.user_id, now(session)
    session.add(row)
    session.flush()  # its id
    return row


def take_out(session: Session, actor: Actor, row: Scenario, reason: str) -> None:
    """The inside of `remove`."""
    row.removed_by, row.removed_at, row.reason = actor.user_id, now(session), reason
    audit.record(
        session,
        Tag.SCENARIO_REMOVED,
        actor=actor,
        process=row.process,
        scenario=row.id,
        reason_digest=search_digest(reason),
    )


def file_name(name: str) -> str:
    """A name as a file is called; two scenarios of a process never have the same."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "scenario"


def _ensure_name(session: Session, process: str, name: str, own: int | None = None) -> None:
    errors: list[Text] = []
    if not name:
        errors = [say("Geef het scenario een naam.")]
    elif len(name) > _LONGEST_NAME:
        errors = [say("Kies een kortere naam, van hoogstens %(most)s tekens.", most=_LONGEST_NAME)]
    elif file_name(name) in {file_name(row.name) for row in of_processes(session, [process]) if row.id != own}:
        errors = [say("Er is al een scenario met deze naam.")]
    if errors:
        raise AnswersInvalid({"name": errors})


def _ensure_may(actor: Actor) -> None:
    if not actor.may(Permission.PROCESS_EDIT):
        raise NotAllowed()
