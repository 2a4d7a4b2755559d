"""The values the columns of a table can have, cut into regions in which no cell of the column changes its mind.

A number column with `< 18` and `>= 65` has the regions below 18, 18, between, 65 and above; each is tried by one
sample. So whether rows overlap or leave gaps is a question about a few samples, answered by the formulas that run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import floor
from typing import Any

from app.engine.decision_cells import COLUMN, Cell
from app.engine.decision_table import DecisionTable, Input, Rule

MAX_DOMAINS = 50
MAX_TRIES = 200_000


class NotJudged(Exception):
    """The columns depend on more than single variables: nothing can be said without running the table."""


@dataclass(frozen=True)
class Domain:
    """A variable that columns look at: a sample of each of its regions, the last of them of a missing value."""

    name: str
    kind: str
    samples: tuple[Any, ...]
    columns: tuple[int, ...]

    def mask(self, rule: Rule) -> int:
        """The regions in which the rule fits, a bit for each."""
        cells = [cell for at in self.columns if (cell := rule.tests[at]) is not None]
        fits = (all(cell.expression.evaluate({COLUMN: sample}) for cell in cells) for sample in self.samples)
        return sum(1 << region for region, fit in enumerate(fits) if fit)

    @property
    def present(self) -> int:
        """The regions of values that are there."""
        return (1 << len(self.samples) - 1) - 1

    def shown(self, region: int) -> str:
        """A sample as a cell writes it: `age = 17`."""
        value = self.samples[region]
        if value is None:
            return f"{self.name} = null"
        if isinstance(value, bool):
            return f"{self.name} = {str(value).lower()}"
        if self.kind == "date":
            return f'{self.name} = date("{value}")'
        return f"{self.name} = {value}" if self.kind == "number" else f'{self.name} = "{value}"'


def domains_of(table: DecisionTable) -> list[Domain]:
    """The variables a table looks at. NotJudged when a column or cell computes, or puts texts in order."""
    columns: dict[str, list[int]] = {}
    for at, column in enumerate(table.inputs):
        name = column.expression.source
        if column.expression.names != {name}:
            raise NotJudged
        columns.setdefault(name, []).append(at)
    if not 0 < len(columns) <= MAX_DOMAINS:
        raise NotJudged
    return [_domain(table, name, tuple(places)) for name, places in columns.items()]


def _domain(table: DecisionTable, name: str, places: tuple[int, ...]) -> Domain:
    inputs = [table.inputs[at] for at in places]
    cells = [cell for rule in table.rules for at in places if (cell := rule.tests[at]) is not None]
    allowed = [column.allowed for column in inputs if column.allowed is not None]
    kinds = {column.kind for column in inputs if column.kind}
    if len(kinds) > 1 or any(cell.names for cell in (*cells, *allowed)):
        raise NotJudged
    kind = next(iter(kinds), "")
    if kind == "text" and any(cell.compares for cell in (*cells, *allowed)):
        raise NotJudged
    values = {lit.value for cell in (*cells, *allowed) for lit in cell.literals if lit.value is not None}
    samples = [sample for sample in _samples(inputs[0], kind, values) if _is_allowed(allowed, sample)]
    if len(samples) * len(cells) > MAX_TRIES:
        raise NotJudged
    return Domain(name, kind, (*samples, None), places)


def _is_allowed(allowed: list[Cell], sample: Any) -> bool:
    return all(cell.expression.evaluate({COLUMN: sample}) for cell in allowed)


def _samples(column: Input, kind: str, values: set[Any]) -> Iterator[Any]:
    if kind == "boolean":
        yield from (True, False)
    elif kind == "number":
        yield from _numbers(sorted(values), column.whole)
    elif kind == "date":
        yield from _days(sorted(date.fromisoformat(value) for value in values))
    else:
        yield from sorted(values)
        yield "…" if "…" not in values else "".join(sorted(values)) + "…"


def _numbers(points: list[Any], whole: bool) -> Iterator[Any]:
    if not points:
        yield 0
        return
    first, last = points[0], points[-1]
    yield floor(first) if whole and floor(first) < first else first - _step(first)
    for low, high in pairwise([*points, None]):
        if not whole or low == floor(low):
            yield low
        if high is not None:
            between = floor(low) + 1 if whole or floor(low) + 1 < high else (low + high) / 2
            if low < between < high:
                yield between
    yield floor(last) + _step(last)


def _step(value: Any) -> int:
    """Enough to get past a number: floats beyond this size do not see a difference of one."""
    return max(1, abs(floor(value))) if abs(value) >= 2**52 else 1


def _days(points: list[date]) -> Iterator[str]:
    one = timedelta(days=1)
    if not points:
        yield "2026-01-01"
        return
    if points[0] > date.min:
        yield (points[0] - one).isoformat()
    for low, high in pairwise(points):
        yield low.isoformat()
        if low + one < high:
            yield (low + one).isoformat()
    yield points[-1].isoformat()
    if points[-1] < date.max:
        yield (points[-1] + one).isoformat()
