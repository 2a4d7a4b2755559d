"""Measuring one request: processor time of this process, statements and commits; medians over many repetitions."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.support.statements import counted


@dataclass(frozen=True)
class Result:
    """What was measured, and what it must not pass. Times are milliseconds of processor time."""

    name: str
    milliseconds: float
    statements: int
    commits: int
    most_milliseconds: float
    most_statements: int | None = None

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        fast = self.milliseconds <= self.most_milliseconds
        return fast and (self.most_statements is None or self.statements <= self.most_statements)


def measured(
    name: str,
    prepare: Callable[[], Callable[[], object]],
    *,
    most_milliseconds: float,
    most_statements: int | None = None,
    repetitions: int = 200,
) -> Result:
    """The median cost of the call that `prepare` makes ready; what `prepare` itself does is not counted."""
    for _ in range(5):
        prepare()()  # warm: caches and connections as in a server that runs for a while
    times = []
    for _ in range(repetitions):
        call = prepare()
        begin = time.process_time_ns()
        call()
        times.append(time.process_time_ns() - begin)
    call = prepare()
    with counted() as seen:
        call()
    return Result(name, median(times) / 1e6, len(seen), seen.commits, most_milliseconds, most_statements)
