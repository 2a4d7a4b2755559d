"""Measuring one request: processor time of this process, statements and commits; medians over many repetitions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tests.support.statements import counted


@dataclass(frozen=True)
class Result:
    """What was measured, and what it must not pass. Times are milliseconds of processor time: the median, and for
    ratios what three of four took longer than, which a neighbour on the same machine has least to do with."""

    name: str
    milliseconds: float
    statements: int
    commits: int
    most_milliseconds: float
    most_statements: int | None = None
    undisturbed: float = 0.0

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        fast = self.milliseconds <= self.most_milliseconds
        return fast and (self.most_statements is None or self.statements <= self.most_statements)


@dataclass(frozen=True)
class Asked:
    """What is to be measured: `prepare` makes a call ready, which is not counted; the call is. Limits as in Result."""

    name: str
    prepare: Callable[[], Callable[[], object]]
    most_milliseconds: float
    most_statements: int | None = None


def processor_time(call: Callable[[], object]) -> float:
    """The milliseconds of processor time of this process that a call took."""
    begin = time.process_time_ns()
    call()
    return (time.process_time_ns() - begin) / 1e6


def measured(
    name: str,
    prepare: Callable[[], Callable[[], object]],
    *,
    most_milliseconds: float,
    most_statements: int | None = None,
    repetitions: int = 200,
) -> Result:
    """The median cost of the call that `prepare` makes ready."""
    return in_turn([Asked(name, prepare, most_milliseconds, most_statements)], repetitions)[0]


def in_turn(asked: Sequence[Asked], repetitions: int = 200) -> list[Result]:
    """The median cost of each, taken one after the other again and again: a machine that is faster in one minute than
    in the next, or does something else meanwhile, is so for all of them, and their ratio tells of the code."""
    for one in asked:
        for _ in range(5):
            one.prepare()()  # warm: caches and connections as in a server that runs for a while
    times: list[list[float]] = [[] for _ in asked]
    for _ in range(repetitions):
        for at, one in enumerate(asked):
            times[at].append(processor_time(one.prepare()))
    return [_result(one, times[at]) for at, one in enumerate(asked)]


def _result(asked: Asked, times: list[float]) -> Result:
    call = asked.prepare()
    with counted() as seen:
        call()
    return Result(
        asked.name,
        median(times),
        len(seen),
        seen.commits,
        asked.most_milliseconds,
        asked.most_statements,
        quantiles(times, n=4)[0],
    )
