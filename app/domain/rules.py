"""The rules an administrator can set, with date of effect, source and whether the law was read (§11).

`app/domain/rule_list.py` declares them. Stored values are rows that are only added to; `Rules.at(day)` gives
what held on a day, so a case follows the rules of its own reference date, whatever changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from app.domain.duration import Duration
from app.domain.rule_list import DECLARED
from app.domain.rule_values import InvalidRule, RuleDefinition, RuleKind, RuleScalar
from app.domain.text import Text, say

__all__ = [
    "DECLARED",
    "InvalidRule",
    "RuleDefinition",
    "RuleKind",
    "RuleNotSet",
    "RuleRow",
    "RuleValue",
    "Rules",
    "RulesOnDay",
    "UnknownRule",
    "definition",
]


_T = TypeVar("_T", int, bool, Decimal, Duration, date)


class UnknownRule(KeyError):
    """A key no rule was declared with."""


class RuleNotSet(ValueError):
    """A rule without default that nobody set yet; `text` says which."""

    def __init__(self, rule: RuleDefinition) -> None:
        self.text = say("De regel “%(title)s” is nog niet ingesteld.", title=rule.title)
        super().__init__(str(self.text))


class RuleRow(Protocol):
    """A stored value: what it is from `valid_from` on. `value` is JSON; None takes the rule back to unset."""

    @property
    def key(self) -> str:
        """Give the key of the declared rule."""
        ...

    @property
    def value(self) -> object:
        """Give the JSON value, or None."""
        ...

    @property
    def valid_from(self) -> date:
        """Give the first day it holds."""
        ...

    @property
    def source(self) -> str:
        """Give who or what says so."""
        ...

    @property
    def confirmed(self) -> bool:
        """Tell whether the law was read."""
        ...


@dataclass(frozen=True)
class RuleValue:
    """What one rule is on one day. `valid_from` is None for the declared default."""

    rule: RuleDefinition
    value: RuleScalar | None
    source: Text
    confirmed: bool
    valid_from: date | None = None

    @property
    def shown(self) -> str:
        """Give the value as an administrator types it; empty where it is not set."""
        return "" if self.value is None else self.rule.write(self.value)


def definition(key: str) -> RuleDefinition:
    """Give the declared rule; raises UnknownRule."""
    try:
        return DECLARED[key]
    except KeyError:
        raise UnknownRule(key) from None


class Rules:
    """All stored values of all rules, to ask what held on a day."""

    def __init__(self, rows: Iterable[RuleRow] = ()) -> None:
        """Take rows in the order they were recorded: of two with the same date of effect the last one holds."""
        self._rows = sorted(rows, key=lambda row: row.valid_from)

    def at(self, day: date) -> "RulesOnDay":
        """Give the rules as they hold on that day; raises InvalidRule for a stored value that cannot be."""
        values = {key: RuleValue(rule, rule.default, rule.source, rule.confirmed) for key, rule in DECLARED.items()}
        for row in self._rows:
            if row.valid_from <= day and row.key in values:
                rule = DECLARED[row.key]
                value = None if row.value is None else rule.parse(row.value)
                values[row.key] = RuleValue(rule, value, Text(row.source), row.confirmed, row.valid_from)
        return RulesOnDay(day, values)


@dataclass(frozen=True)
class RulesOnDay:
    """The rules of one day. Typed questions raise RuleNotSet where a rule has no value."""

    day: date
    values: dict[str, RuleValue]

    def of(self, key: str) -> RuleValue:
        """Give value, source and state of a rule; raises UnknownRule."""
        definition(key)
        return self.values[key]

    def is_set(self, key: str) -> bool:
        """Tell whether the rule has a value."""
        return self.of(key).value is not None

    def whole(self, key: str) -> int:
        """Give a whole number."""
        return self._typed(key, int)

    def number(self, key: str) -> Decimal:
        """Give a number or a share (0.75 for 75 %)."""
        return self._typed(key, Decimal)

    def yes(self, key: str) -> bool:
        """Give yes or no."""
        return self._typed(key, bool)

    def duration(self, key: str) -> Duration:
        """Give a duration."""
        return self._typed(key, Duration)

    def as_date(self, key: str) -> date:
        """Give a day."""
        return self._typed(key, date)

    def _typed(self, key: str, kind: type[_T]) -> _T:
        value = self.of(key).value
        if value is None:
            raise RuleNotSet(definition(key))
        if not isinstance(value, kind):
            raise TypeError(f"rule {key} is not a {kind.__name__}")
        return value
