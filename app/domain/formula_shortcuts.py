"""What diagrams and tables ask most, made quick: a value beside a text or number that stands in the formula.

Each gives what the general operation of formula_values.py gives; where the kinds differ, it asks that one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.formula_values import member, order, same

Values = Mapping[str, object]
Run = Callable[[Values], object]
Comparison = Callable[[Any, Any], bool]

_COMPARABLE: Sequence[tuple[type, ...]] = ((str,), (int, float))
_SIGNS: Mapping[str, Comparison] = {
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}


def beside_literal(sign: str, read: Run, literal: object) -> Run | None:
    """The comparison of a value with a literal; None where there is no quicker way than the general one."""
    if literal.__class__ not in (str, int, float):
        return None
    if sign == "Eq":
        return _equal(read, literal)
    if sign in _SIGNS:
        return _ordered(read, literal, _SIGNS[sign])
    return None


def among_literals(read: Run, literals: Sequence[object]) -> Run:
    """Is a value one of these? The list is made once."""
    kinds = next((kinds for kinds in _COMPARABLE if all(literal.__class__ in kinds for literal in literals)), ())
    known = frozenset(literals) if kinds else frozenset()

    def test(values: Values) -> bool:
        value = read(values)
        return value in known if value.__class__ in kinds else member(value, literals)

    return test


def all_of(parts: Sequence[Run]) -> Run:
    """Do all hold? Asked from left to right, until one does not."""
    if len(parts) == 2:
        first, second = parts
        return lambda values: bool(first(values)) and bool(second(values))

    return lambda values: all(part(values) for part in parts)


def any_of(parts: Sequence[Run]) -> Run:
    """Does one hold? Asked from left to right, until one does."""
    if len(parts) == 2:
        first, second = parts
        return lambda values: bool(first(values)) or bool(second(values))

    return lambda values: any(part(values) for part in parts)


def _equal(read: Run, literal: object) -> Run:
    kind = literal.__class__

    def test(values: Values) -> bool:
        value = read(values)
        return value == literal if value.__class__ is kind else same(value, literal)

    return test


def _ordered(read: Run, literal: object, compare: Comparison) -> Run:
    kinds = next(kinds for kinds in _COMPARABLE if literal.__class__ in kinds)

    def test(values: Values) -> bool:
        value = read(values)
        return compare(value, literal) if value.__class__ in kinds else order(value, literal, compare)

    return test
