"""Scenarios as files beside the bundles: read those that are new, write those that count (contract §5)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import NotAllowed
from app.domain.text import say
from app.models.scenario import Scenario
from app.services import audit
from app.services.scenarios import add, file_name, of_processes, take_out

_FOLDER = "scenarios"


@dataclass(frozen=True)
class Story:
    """A scenario as it stands in a file beside the bundle of its process."""

    process: str
    name: str
    script: dict[str, Any]
    expected: dict[str, Any]
    note: str = ""


def sync(actor: Actor, workflows: Path) -> list[tuple[str, str]]:
    """Keep the scenarios in the folders of the bundles that are new or other; (process, name) of each.

    One that somebody took out or renewed stays out until its file changes, and one that was given another name here
    is not kept a second time. Raises engine.BundleError for what is no scenario.
    """
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()
    kept: list[tuple[str, str]] = []
    with db.transaction() as session:
        for story in read_files(workflows):
            rows = session.scalars(select(Scenario).where(Scenario.process == story.process)).all()
            if any((row.script, row.expected) == (story.script, story.expected) for row in rows):
                continue
            for row in rows:
                if row.name == story.name and row.removed_at is None:
                    take_out(session, actor, row, "")
            session.flush()  # its name is free for the next
            row = add(session, actor, Scenario(**asdict(story)))
            audit.record(session, Tag.SCENARIO_KEPT, actor=actor, process=row.process, scenario=row.id)
            kept.append((story.process, story.name))
    return kept


def read_files(workflows: Path) -> list[Story]:
    """Every scenario in the folders of the bundles. Raises engine.BundleError naming every file that is none."""
    found, problems = [], []
    for path in sorted(workflows.glob(f"*/{_FOLDER}/*.json")):
        told = _read(path)
        if told is None:
            text = say("Dit is geen scenario: er hoort JSON met name, script en expected in.")
            problems.append(engine.Problem(str(path), "", "error", "scenario.syntax", text))
            continue
        process, note = path.parent.parent.name, str(told.get("note") or "")
        found.append(Story(process, told["name"], told["script"], told["expected"], note))
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
        folder / _FOLDER / f"{file_name(row.name)}.json": as_file(
            Story(row.process, row.name, row.script, row.expected, row.note)
        )
        for row in of_processes(session, [process])
    }


def as_file(story: Story) -> bytes:
    """One scenario as its file."""
    note = {"note": story.note} if story.note else {}
    told = {"name": story.name, **note, "script": story.script, "expected": story.expected}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
