"""A decision table at work: the rows that fit, and what its hit policy makes of them (engine.md N1-N4).

SpiffWorkflow's own table engine evaluates cells as Python, never matches FEEL lists, takes the first rule under most
hit policies and keeps old values when nothing matches. This one has every hit policy of DMN; a table is compiled once.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.domain.calendar import InvalidMoment, local_date, parse_moment
from app.domain.expressions import Expression, ExpressionError
from app.domain.formula_values import same
from app.domain.text import say
from app.engine.decision_cells import COLUMN, Cell

# How many outputs come out: one (of the rows that fit), a list of them, or one figure over them.
SINGLE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
LISTS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
RANKED = frozenset({"PRIORITY", "OUTPUT ORDER"})
AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Input:
    """A column of tests: what it looks at, and the kind and the values that may have. `whole`: no broken numbers."""

    expression: Expression
    label: str = ""
    kind: str = ""
    whole: bool = False
    allowed: Cell | None = None


@dataclass(frozen=True)
class Output:
    """A column of outcomes: its name, what it is without a row that fits, and its values from most to least urgent."""

    name: str
    default: Expression | None = None
    ranking: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A row: a test per input (None: anything goes) and a value per output."""

    tests: tuple[Cell | None, ...]
    outputs: tuple[Expression, ...]

    @cached_property
    def asked(self) -> tuple[tuple[int, Callable[[Mapping[str, Any]], object]], ...]:
        """The tests there are, each with the column it asks about."""
        return tuple((at, test.expression.evaluate) for at, test in enumerate(self.tests) if test is not None)


@dataclass(frozen=True)
class DecisionTable:
    """A decision that is one table."""

    id: str
    hit_policy: str
    inputs: tuple[Input, ...]
    outcomes: tuple[Output, ...]
    rules: tuple[Rule, ...]
    aggregation: str = ""

    @property
    def has_default(self) -> bool:
        """Is there an outcome for when no row fits?"""
        return any(output.default is not None for output in self.outcomes)

    @property
    def output_names(self) -> tuple[str, ...]:
        """What the outcomes are called."""
        return tuple(output.name for output in self.outcomes)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each variable a column is about, where the table says it."""
        named = [(column.expression.source, column) for column in self.inputs]
        return {name: column.kind for name, column in named if column.kind and column.expression.names == {name}}

    @property
    def names(self) -> frozenset[str]:
        """The variables the table looks at."""
        tests = [test.expression for rule in self.rules for test in rule.tests if test is not None]
        values = [value for rule in self.rules for value in rule.outputs]
        defaults = [output.default for output in self.outcomes if output.default is not None]
        read = [*(column.expression for column in self.inputs), *tests, *values, *defaults]
        return frozenset[str]().union(*(expression.names for expression in read)) - {COLUMN}

    @cached_property
    def _looks_around(self) -> bool:
        """Does a cell compare its column with another variable?"""
        return any(test.names for rule in self.rules for test in rule.tests if test is not None)

    def outputs(self, values: Mapping[str, Any], result_variable: str = "") -> dict[str, Any]:
        """The outputs by name, a single one under `result_variable` if given. Raises ExpressionError.

        Where the policy takes several rows, each output is a list. Without a row that fits, every output is its
        default, or nothing; never what it was before.
        """
        names = (result_variable,) if result_variable else self.output_names
        rules = self._hits(values)
        if self.aggregation and (rules or self.aggregation == "COUNT" or self.outcomes[0].default is None):
            return {names[0]: _aggregated(self.aggregation, [rule.outputs[0].evaluate(values) for rule in rules])}
        rows = [_row(rule.outputs, values) for rule in rules]
        if self.hit_policy in RANKED:
            rows.sort(key=self._rank)
        if self.hit_policy == "ANY" and any(not _are_same(row, rows[0]) for row in rows):
            raise _several(rules, self.rules)
        if not rows and (self.has_default or self.hit_policy in SINGLE):
            rows = [_row([output.default for output in self.outcomes], values)]
        if self.hit_policy in LISTS and not self.aggregation:
            return {name: [row[at] for row in rows] for at, name in enumerate(names)}
        return dict(zip(names, rows[0], strict=True))

    def fitting(self, values: Mapping[str, Any]) -> list[int]:
        """The numbers of the rows that count for these values, from 1. Raises ExpressionError."""
        hits = self._hits(values)
        return [number for number, rule in enumerate(self.rules, 1) if any(rule is hit for hit in hits)]

    def _hits(self, values: Mapping[str, Any]) -> list[Rule]:
        """The rules that fit, in their order; only the first where no other counts."""
        columns: list[Mapping[str, Any]] = [{COLUMN: _value(column, values)} for column in self.inputs]
        if self._looks_around:
            columns = [ChainMap(dict(column), values) for column in columns]  # type: ignore[arg-type]  # only read
        hits = []
        for rule in self.rules:
            if _fits(rule, columns):
                hits.append(rule)
                if self.hit_policy == "FIRST":
                    break
        if self.hit_policy == "UNIQUE" and len(hits) > 1:
            raise _several(hits, self.rules)
        return hits

    def _rank(self, row: Row) -> tuple[int, ...]:
        """The place of a row in the order of the outputs; columns without an order do not count."""
        ranked = zip(self.outcomes, row, strict=True)
        return tuple(output.ranking.index(value) for output, value in ranked if output.ranking)


def _fits(rule: Rule, columns: Sequence[Mapping[str, Any]]) -> bool:
    return all(test(columns[at]) for at, test in rule.asked)


def _value(column: Input, values: Mapping[str, Any]) -> Any:
    """What a column looks at; a moment becomes its day in Brussels, for tables know days only."""
    value = column.expression.evaluate(values)
    if column.kind != "date" or not isinstance(value, str) or len(value) == len("2026-01-31"):
        return value
    try:
        return local_date(parse_moment(value)).isoformat()
    except InvalidMoment:
        raise ExpressionError(say("De formule past niet bij de gegevens.")) from None


def _row(outputs: Sequence[Expression | None], values: Mapping[str, Any]) -> Row:
    return tuple(output.evaluate(values) if output is not None else None for output in outputs)


def _are_same(one: Row, other: Row) -> bool:
    return all(same(left, right) for left, right in zip(one, other, strict=True))


def _several(hits: Sequence[Rule], rules: Sequence[Rule]) -> ExpressionError:
    numbers = ", ".join(str(number) for number, rule in enumerate(rules, 1) if any(rule is hit for hit in hits))
    return ExpressionError(say("Meer dan één rij van de beslissingstabel past: %(rows)s.", rows=numbers))


def _aggregated(aggregation: str, values: list[Any]) -> Any:
    if aggregation == "COUNT":
        return len(values)
    if not values:
        return None
    if any(isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) for value in values):
        raise ExpressionError(say("De formule past niet bij de gegevens."))
    return _FIGURES[aggregation](values)


def _sum(values: list[Any]) -> int | float:
    """The sum as people write it: 0.1 and 0.2 are 0.3."""
    total = sum((Decimal(str(value)) for value in values), Decimal(0))
    return int(total) if all(isinstance(value, int) for value in values) else float(total)


_FIGURES: Mapping[str, Callable[[list[Any]], Any]] = {"SUM": _sum, "MIN": min, "MAX": max}
