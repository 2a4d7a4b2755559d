"""Rows of queries as the API shows them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from app.queries.case_state import CaseState, NewTask
from app.queries.cases import CaseRow
from app.queries.timeline import Event
from app.queries.worklist import TaskRow

Json = dict[str, Any]


def task(row: TaskRow) -> Json:
    """A task of contract §4."""
    return _task(row, row.revision)


def _task(row: TaskRow | NewTask, revision: int) -> Json:
    return {
        "id": str(row.id),
        "case_id": str(row.case_id),
        "process": row.process,
        "element": row.element,
        "name": row.name,
        "role": row.role,
        "organisation": _text(row.organisation_id),
        "assignee": _text(row.assignee_id),
        "subject": row.subject,
        "due_at": row.due_at,
        "revision": revision,
        "status": row.status,
    }


def listed_case(row: CaseRow | CaseState) -> Json:
    """A case in a list."""
    return {
        "id": str(row.id),
        "process": row.process,
        "version": row.version,
        "status": row.status,
        "revision": row.revision,
        "subject": _subject(row),
    }


def case(view: CaseState) -> Json:
    """A case of contract §4, with its open tasks and timers."""
    return listed_case(view) | {
        "facts": view.variables,
        "open_tasks": [_task(row, view.revision) for row in view.open_tasks],
        "timers": [{"element": element, "due_at": due_at} for element, due_at in view.timers],
    }


def event(found: Event) -> Json:
    """An entry of the timeline."""
    return {
        "number": found.number,
        "at": found.at,
        "actor": found.actor_name,
        "tag": found.tag,
        "text": found.sentence.render(gettext),
        "payload": found.payload,
    }


def _subject(row: CaseRow | CaseState) -> Json | None:
    if row.person_id is not None:
        return {"kind": "person", "id": str(row.person_id), "name": row.title}
    if row.organisation_id is not None:
        return {"kind": "organisation", "id": str(row.organisation_id), "name": row.title}
    return None


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
