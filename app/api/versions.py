"""Versions of a process: list, publish, and move running cases to one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from app.api import asked, schemas
from app.api.blueprint import endpoint
from app.db import reading
from app.domain.access import Actor, Permission
from app.domain.kept_text import told
from app.domain.text import Text
from app.models import move as moves
from app.models.move import MovedCase
from app.queries import migration as queries
from app.queries import move_target, processes
from app.sandbox import gate
from app.services import migration
from app.services.version_from_outside import Sent

Json = dict[str, Any]


@endpoint(
    "GET",
    "/processes/<process:process>/versions",
    permission=Permission.PROCESS_READ,
    returns=schemas.Versions,
    refusals=(404,),
)
def list_versions(actor: Actor, process: str) -> Json:
    """The published versions of a process, newest first."""
    with reading() as session:
        return {"items": [_version(process, row) for row in processes.versions(session, process)], "next": None}


@endpoint(
    "POST",
    "/processes/<process:process>/versions",
    permission=Permission.PROCESS_PUBLISH,
    body=asked.PublishVersion,
    returns=schemas.Version,
    status=201,
    refusals=(404, 409),
)
def publish(actor: Actor, process: str, body: asked.PublishVersion) -> Json:
    """Publish a next version. What is not sent stays as it was; 422 lists every problem by element, and scenarios that
    would go otherwise."""
    published = gate.publish_version(actor, Sent(process, body.bpmn, body.dmn, body.forms), body.note)
    with reading() as session:
        rows = processes.versions(session, process)
    return _version(process, next(row for row in rows if row.number == published.number))


@endpoint(
    "POST",
    "/processes/<process:process>/versions/<number:number>/migration",
    permission=Permission.CASE_MOVE,
    body=asked.Migration,
    returns=schemas.Migrated,
    refusals=(404, 409),
)
def migrate(actor: Actor, process: str, number: int, body: asked.Migration) -> Json:
    """Move running cases to this version, or say what that would mean. A page at a time: go on with `next`."""
    cases = [int(case) for case in body.cases] if body.cases is not None else None
    with reading() as session:
        wanted = move_target.target(session, process, number, body.mapping or {}, body.due_dates == "recompute")
        page = queries.page(session, actor, wanted, None, cases, body.cursor, body.limit)
    if body.dry_run:
        return {"items": [_verdict(item) for item in page.items], "next": page.next}
    rows = migration.move_cases(actor, wanted, [item.case_id for item in page.items])
    versions = {item.case_id: item.version for item in page.items}
    return {"items": [_outcome(row, versions[row.case_id]) for row in rows], "next": page.next}


def _version(process: str, row: processes.VersionRow) -> Json:
    return {
        "process": process,
        "version": row.number,
        "note": row.note,
        "published_at": row.published_at,
        "published_by": row.published_by,
        "effective_from": row.effective_from,
        "open_cases": row.open_cases,
    }


def _verdict(item: queries.CaseVerdict) -> Json:
    verdict = item.verdict
    return {
        "case_id": str(item.case_id),
        "version": item.version,
        "verdict": verdict.kind.value,
        "reasons": _texts(verdict.reasons),
        "changes": _texts(verdict.changes),
        "unplaced": [
            {
                "process": step.process,
                "element": step.element,
                "name": step.name,
                "candidates": list(step.candidates),
            }
            for step in verdict.unplaced
        ],
    }


def _outcome(row: MovedCase, version: int) -> Json:
    texts = _texts(tuple(told(kept) for kept in row.sentences))
    moved = row.outcome == moves.MOVED
    return {
        "case_id": str(row.case_id),
        "version": version,
        "verdict": row.outcome,
        "reasons": [] if moved else texts,
        "changes": texts if moved else [],
        "unplaced": [],
    }


def _texts(texts: tuple[Text, ...]) -> list[str]:
    return [text.render(gettext) for text in texts]
