"""How long people took for each step of a trial: counted by tenths of a day, so that parts can be put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.task import Task

_TENTH = 8_640  # seconds


@dataclass(frozen=True)
class Wait:
    """How long a step stood open (`tenths`: tenths of a day, and how often), and how often it was done too late."""

    process: str
    element: str
    name: str
    tenths: Mapping[int, int]
    late: int

    @property
    def times(self) -> int:
        """How often it was done."""
        return sum(self.tenths.values())

    @property
    def median_days(self) -> float:
        """The middle: half was done sooner."""
        half, seen = self.times / 2, 0
        for tenths in sorted(self.tenths):
            seen += self.tenths[tenths]
            if seen >= half:
                return tenths / 10
        return 0.0

    @property
    def longest_days(self) -> float:
        """The longest."""
        return max(self.tenths, default=0) / 10

    @property
    def late_share(self) -> int:
        """How many of a hundred were done after their date."""
        return round(100 * self.late / self.times) if self.times else 0

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "tenths": sorted(self.tenths.items())}


def read_wait(kept: Mapping[str, Any]) -> Wait:
    """As `as_json` wrote it."""
    return Wait(**{**kept, "tenths": dict(kept["tenths"])})


def waits_of(session: Session) -> list[Wait]:
    """Of every step that was done in this throw-away world."""
    tenths: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    late: Counter[tuple[str, str, str]] = Counter()
    columns = Task.process, Task.element, Task.name, Task.created_at, Task.done_at, Task.due_at
    for *step, opened, done, due in session.execute(select(*columns).where(Task.status == tasks.DONE)):
        key = (step[0], step[1], step[2])
        tenths[key][round((done - opened).total_seconds() / _TENTH)] += 1
        late[key] += due is not None and done > due
    return ordered(Wait(*key, counted, late[key]) for key, counted in tenths.items())


def put_together(one: Iterable[Wait], other: Iterable[Wait]) -> list[Wait]:
    """The waits of two parts of a trial as one."""
    found: dict[tuple[str, str, str], Wait] = {}
    for wait in (*one, *other):
        key = (wait.process, wait.element, wait.name)
        known = found.get(key)
        tenths = Counter(known.tenths if known else {}) + Counter(wait.tenths)
        found[key] = Wait(*key, tenths, wait.late + (known.late if known else 0))
    return ordered(found.values())


def ordered(waits: Iterable[Wait]) -> list[Wait]:
    """The longest first."""
    return sorted(waits, key=lambda wait: (-wait.longest_days, wait.process, wait.element))
