"""The task rows of a case that moved: told anew in place, with their identities, drafts and who has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.domain.search import fold
from app.engine import OpenTask
from app.models import task as tasks
from app.models.task import Task
from app.services.apply import NO_DUE
from app.services.parties import parties_of
from app.services.work import Work

# task id -> [role, organisation, assignee]
Holders = dict[str, Any]


def retell(work: Work, live: Iterable[OpenTask], before: Holders) -> Holders:
    """Bring the open task rows in step with the version the case now runs on.

    A task whose role changed goes to whoever takes that role in the case, or back to who had it `before`. Returns who
    had those tasks until now.
    """
    rows = work.session.scalars(select(Task).where(Task.case_id == work.case.id, Task.status == tasks.OPEN))
    by_key = {row.key: row for row in rows}
    taken: Holders = {}
    for task in live:
        row = by_key[task.key]
        if row.role != task.role:
            taken[str(row.id)] = [row.role, row.organisation_id, row.assignee_id]
            _hand_over(work, row, task.role, before.get(str(row.id)))
        row.definition_id = work.case.definition_id
        row.process, row.element, row.name = task.process, task.element, task.name
        row.priority, row.due_at, row.sort_at = task.priority, task.due_at, task.due_at or NO_DUE
        row.search_subject = fold(f"{row.subject} {work.case.title} {task.name}")[:500]
    work.session.flush()
    return taken


def _hand_over(work: Work, row: Task, role: str, before: list[Any] | None) -> None:
    row.role = role
    if before is not None and before[0] == role:
        row.organisation_id, row.assignee_id = before[1], before[2]
        return
    party = parties_of(work.session, work.case.id).get(role)
    row.organisation_id = party.organisation_id if party else None
    row.assignee_id = party.user_id if party else None
