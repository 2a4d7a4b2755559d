"""Answers as somebody gave them, kept for ever beside what became of them."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Table, insert, select

from app import db
from app.models.base import new_id
from app.models.task import Answers
from app.prepared import Prepared
from app.services import audit
from app.services.work import Work

_answers = Answers.__table__
assert isinstance(_answers, Table)
_KEEP = Prepared(insert(_answers), _answers.c.keys())


def keep(work: Work, given: dict[str, Any], element: str) -> tuple[int, str]:
    """Store the answers to the task in hand, or to the start form of the case; their id, and their digest for the
    audit."""
    task, answers_id = work.task, new_id()
    row = {
        "id": answers_id,
        "case_id": work.case.id,
        "task_id": task.id if task else None,
        "definition_id": (task or work.case).definition_id,
        "process": (task or work.case).process,
        "element": element,
        "values": given,
        "given_by": work.actor.user_id,
        "given_at": work.now,
    }
    db.later(work.session, (_KEEP, [row]))
    content = orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()
    return answers_id, audit.digest(content, str(answers_id))


def last_given(work: Work, process: str, element: str) -> dict[str, Any]:
    """What was answered last at another step of this case; empty when it was not done."""
    query = (
        select(Answers.values)
        .where(Answers.case_id == work.case.id, Answers.process == process, Answers.element == element)
        .order_by(Answers.id.desc())
        .limit(1)
    )
    return work.session.scalars(query).first() or {}
