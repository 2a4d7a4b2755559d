"""What a script must lead to: the steps a case came by, in their order, and the end it reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.calendar import local_date
from app.models import task as tasks
from app.models.case import Case
from app.models.task import Task


@dataclass(frozen=True)
class Passed:
    """A step somebody did, and by when it was due; None where it had no date, or the date is not looked at."""

    process: str
    element: str
    due: date | None = None


@dataclass(frozen=True)
class Expected:
    """What a script leads to. `end`: the end event of its case, None while it runs."""

    end: str | None
    steps: tuple[Passed, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        steps = [asdict(step) | {"due": step.due.isoformat() if step.due else None} for step in self.steps]
        return {"end": self.end, "steps": steps}

    @property
    def has_dates(self) -> bool:
        """Whether the dates of the tasks are looked at."""
        return any(step.due is not None for step in self.steps)

    def without_dates(self) -> Expected:
        """The same, whatever the dates of the tasks."""
        return Expected(self.end, tuple(Passed(step.process, step.element) for step in self.steps))


def read_expected(kept: Mapping[str, Any]) -> Expected:
    """As `as_json` wrote it. Raises ValueError for what it cannot have written."""
    try:
        steps = tuple(
            Passed(step["process"], step["element"], date.fromisoformat(step["due"]) if step.get("due") else None)
            for step in kept["steps"]
        )
        return Expected(kept["end"], steps)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no expected results") from error


def expected_of(session: Session, process: str) -> Expected:
    """What the case of `process` in this throw-away world came to, and the steps done in it and beside it."""
    end = session.scalars(select(Case.end_event).where(Case.process == process, Case.state != b"")).first()
    rows = session.scalars(select(Task).where(Task.status == tasks.DONE).order_by(Task.done_at, Task.id))
    steps = [Passed(row.process, row.element, local_date(row.due_at) if row.due_at else None) for row in rows]
    return Expected(end, tuple(steps))
