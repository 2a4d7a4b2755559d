"""How a case stands, in one word with a shape and a colour, and what was last told on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.codes import TrajectoryStatus
from app.models.case import OPEN
from app.queries.cases import CaseRow, CaseView
from app.web import current, status
from app.web.status import Status

_LATEST = 5


@dataclass
class Told:
    """One message, whoever it went to."""

    subject: str
    text: str
    at: datetime
    roles: list[str]


def told(view: CaseView) -> list[Told]:
    """The latest messages on a case, newest first; one that went to several people is there once."""
    found: dict[tuple[str, str, datetime], Told] = {}
    for notice in view.notices:
        key = (notice.subject, notice.text, notice.created_at)
        message = found.setdefault(key, Told(notice.subject, notice.text, notice.created_at, []))
        if notice.role not in message.roles:
            message.roles.append(notice.role)
    return list(found.values())[:_LATEST]


def of_row(row: CaseRow) -> Status:
    """A case in a list: running or over."""
    return status.RUNNING if row.status == OPEN else status.ENDED


def standing(view: CaseView, trajectory_status: str | None = None) -> Status:
    """A case on its own page: over, suspended, late, or on track."""
    if view.row.status != OPEN:
        return status.ENDED
    if trajectory_status == TrajectoryStatus.GESCHORST:
        return status.SUSPENDED
    if any(task.due_at and task.due_at < current.now() for task in view.open_tasks):
        return status.LATE
    return status.ON_TRACK
