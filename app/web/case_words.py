"""How a case stands, in one word with a shape and a colour."""

from __future__ import annotations

from app.domain.codes import TrajectoryStatus
from app.models.case import OPEN
from app.queries.cases import CaseRow, CaseView
from app.web import current, status
from app.web.status import Status


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
