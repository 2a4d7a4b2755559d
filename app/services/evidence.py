"""The evidence bundle of one case: everything on it, in files that can be read and checked without Traject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, undefer

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit_chain import GENESIS
from app.domain.errors import NotAllowed
from app.domain.jobs import UNFINISHED, Lane
from app.domain.text import say
from app.models.audit import Audit
from app.models.case import Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.record import Document, DocumentPdf, Note
from app.models.task import Answers, Task
from app.models.user import User
from app.queries import jobs as queries
from app.queries.cases import ensure_visible, parties
from app.queries.closed_rows import answers_of
from app.queries.trail import trail
from app.services import jobs, verify
from app.services.audit import moment_text

JOB = "export_case"


def ask(actor: Actor, case_id: int) -> int:
    """Have the bundle made in the background; returns the job, the one under way where there is one.

    Refusals: NotVisible, NotAllowed.
    """
    with db.transaction() as session:
        ensure_visible(session, actor, case_id)
        if actor.user_id is None or not actor.may(Permission.CASE_EXPORT):
            raise NotAllowed(say("U kunt dit dossier niet uitvoeren."))
        latest = queries.latest(session, actor, JOB, case_id)
        if latest is not None and latest.state in UNFINISHED:
            return latest.id
        return jobs.enqueue(session, JOB, {"case": case_id}, actor=actor, case_id=case_id, lane=Lane.LONG)


def export_case(actor: Actor, case_id: int, folder: Path) -> list[Path]:
    """Write the case to `folder`: case.json, audit.jsonl, verify.py, the diagram, the documents. Returns the files.

    `python3 verify.py` checks trail and documents without Traject, `flask audit verify --export audit.jsonl` the trail.
    NotVisible when the actor does not see the case.
    """
    with db.reading() as session:
        files = dict(contents(session, actor, case_id))
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [folder / name for name in files]


def contents(session: Session, actor: Actor, case_id: int) -> Iterator[tuple[str, bytes]]:
    """The files of the bundle, by name. NotVisible when the actor does not see the case."""
    case = ensure_visible(session, actor, case_id)
    yield "case.json", _case(session, actor, case)
    yield "audit.jsonl", _audit(session, case_id)
    yield "verify.py", Path(verify.__file__).read_bytes()
    definition = session.get_one(Definition, case.definition_id, options=(undefer(Definition.bpmn),))
    yield f"{definition.process}-v{definition.number}.bpmn", definition.bpmn
    documents = (
        select(Document, DocumentPdf)
        .join(DocumentPdf, DocumentPdf.document_id == Document.id, isouter=True)
        .where(Document.case_id == case_id)
        .options(undefer(Document.body), undefer(DocumentPdf.content))
    )
    for document, pdf in session.execute(documents):
        name = f"{document.id}-{_slug(document.title)}"
        yield f"documents/{name}.html", document.body.encode()
        if pdf is not None:
            yield f"documents/pdf/{name}.pdf", pdf.content


def _case(session: Session, actor: Actor, case: Case) -> bytes:
    content = {
        "case": {
            "id": str(case.id),
            "process": case.process,
            "title": case.title,
            "status": case.status,
            "started_at": case.created_at,
            "ended_at": case.ended_at,
            "end_event": case.end_event,
            "variables": case.variables,
        },
        "exported_at": now(session),
        "parties": [vars(row) for row in parties(session, case.id)],
        "tasks": [
            _plain(row, Task) for row in session.scalars(select(Task).where(Task.case_id == case.id).order_by(Task.id))
        ],
        "answers": [_plain(row, Answers) for row in _answers(session, case.id)],
        "notes": [
            _plain(row, Note) for row in session.scalars(select(Note).where(Note.case_id == case.id).order_by(Note.id))
        ],
        "trail": [vars(step) for step in trail(session, actor, case.id)],
        "people": _people(session, case.id),
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2, default=str)


def _answers(session: Session, case_id: int) -> Sequence[Answers]:
    kept = session.scalars(select(Answers).where(Answers.case_id == case_id).order_by(Answers.id)).all()
    return kept or answers_of(session, case_id)


def _people(session: Session, case_id: int) -> dict[str, str]:
    """The names behind the actor ids of the audit trail."""
    ids = select(Audit.actor_id).where(Audit.case_id == case_id).distinct()
    return {str(user_id): name for user_id, name in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}


def _audit(session: Session, case_id: int) -> bytes:
    before = aliased(Audit)
    rows = session.execute(
        select(Audit, before.hash.label("hash_before"))
        .join(before, before.number == Audit.number - 1, isouter=True)
        .where(Audit.case_id == case_id)
        .order_by(Audit.number)
    ).all()
    header = {"case": case_id, "entries": len(rows), "last_hash": rows[-1].Audit.hash if rows else GENESIS}
    lines = [header] + [
        {
            "number": row.number,
            "at": moment_text(row.at),
            "actor": row.actor_id,
            "tag": row.tag,
            "case": row.case_id,
            "payload": row.payload,
            "previous_hash": row.previous_hash or hash_before or GENESIS,
            "hash": row.hash,
        }
        for row, hash_before in rows
    ]
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


def _plain(row: object, model: type[Task] | type[Answers] | type[Note]) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in model.__mapper__.column_attrs}


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60] or "document"
