"""Scenarios of processes: keep one, take one out, read and write them as files; which ones a new version must pass."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
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

_FOLDER = "scenarios"
_LONGEST_NAME = 120


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


def keep(actor: Actor, process: str, name: str, script: dict[str, Any], expected: dict[str, Any]) -> int:
    """Keep a scenario. Refusals: NotAllowed, AnswersInvalid (no name, or one that is taken)."""
    if not actor.may(Permission.PROCESS_EDIT):
        raise NotAllowed()
    name = " ".join(name.split())
    with db.transaction() as session:
        errors: list[Text] = []
        if not name:
            errors = [say("Geef het scenario een naam.")]
        elif len(name) > _LONGEST_NAME:
            errors = [say("Kies een kortere naam, van hoogstens %(most)s tekens.", most=_LONGEST_NAME)]
        elif file_name(name) in {file_name(row.name) for row in of_processes(session, [process])}:
            errors = [say("Er is al een scenario met deze naam.")]
        if errors:
            raise AnswersInvalid({"name": errors})
        return _add(session, actor, process, name, script, expected)


def remove(actor: Actor, scenario_id: int, reason: str) -> None:
    """Let a scenario not count any more. Refusals: NotAllowed, NotVisible, AnswersInvalid (no reason)."""
    if not actor.may(Permission.PROCESS_EDIT):
        raise NotAllowed()
    with db.transaction() as session:
        row = session.get(Scenario, scenario_id, with_for_update=True)
        if row is None or row.removed_at is not None:
            raise NotVisible()
        if not reason.strip():
            raise AnswersInvalid({"reason": [say("Schrijf waarom dit scenario niet meer moet gelden.")]})
        _remove(session, actor, row, reason.strip()[:2000])


def sync(actor: Actor, workflows: Path) -> list[tuple[str, str]]:
    """Keep the scenarios in the folders of the bundles that are new or other; (process, name) of each.

    One that somebody took out stays out until its file changes. Raises engine.BundleError for what is no scenario.
    """
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()
    kept: list[tuple[str, str]] = []
    with db.transaction() as session:
        for process, name, script, expected in read_files(workflows):
            rows = session.scalars(select(Scenario).where(Scenario.process == process, Scenario.name == name)).all()
            if any((row.script, row.expected) == (script, expected) for row in rows):
                continue
            for row in rows:
                if row.removed_at is None:
                    _remove(session, actor, row, "")
            session.flush()  # its name is free for the next
            _add(session, actor, process, name, script, expected)
            kept.append((process, name))
    return kept


def read_files(workflows: Path) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """(process, name, script, expected) of every scenario in the folders of the bundles.

    Raises engine.BundleError naming every file that is no scenario.
    """
    found, problems = [], []
    for path in sorted(workflows.glob(f"*/{_FOLDER}/*.json")):
        told = _read(path)
        if told is None:
            text = say("Dit is geen scenario: er hoort JSON met name, script en expected in.")
            problems.append(engine.Problem(str(path), "", "error", "scenario.syntax", text))
            continue
        found.append((path.parent.parent.name, told["name"], told["script"], told["expected"]))
    if problems:
        raise engine.BundleError(problems)
    return found


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # not to be read, no UTF-8, no JSON
        return None
    is_one = isinstance(told, dict) and isinstance(told.get("name"), str)
    return told if is_one and all(isinstance(told.get(key), dict) for key in ("script", "expected")) else None


def export(session: Session, process: str, folder: Path) -> dict[Path, bytes]:
    """The scenarios of a process as files of its bundle in `folder`."""
    return {
        folder / _FOLDER / f"{file_name(row.name)}.json": as_file(row.name, row.script, row.expected)
        for row in of_processes(session, [process])
    }


def as_file(name: str, script: dict[str, Any], expected: dict[str, Any]) -> bytes:
    """One scenario as its file."""
    told = {"name": name, "script": script, "expected": expected}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def file_name(name: str) -> str:
    """A name as a file is called."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "scenario"


def _add(
    session: Session, actor: Actor, process: str, name: str, script: dict[str, Any], expected: dict[str, Any]
) -> int:
    row = Scenario(
        process=process, name=name, script=script, expected=expected, made_by=actor.user_id, made_at=now(session)
    )
    session.add(row)
    session.flush()  # its id
    audit.record(session, Tag.SCENARIO_KEPT, actor=actor, process=process, scenario=row.id)
    return row.id


def _remove(session: Session, actor: Actor, row: Scenario, reason: str) -> None:
    row.removed_by, row.removed_at, row.reason = actor.user_id, now(session), reason
    audit.record(
        session,
        Tag.SCENARIO_REMOVED,
        actor=actor,
        process=row.process,
        scenario=row.id,
        reason_digest=search_digest(reason),
    )
