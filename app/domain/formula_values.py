"""What formulas compute with: operators and functions on missing values, numbers, texts, dates, lists. All bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

MAX_LENGTH = 10_000
MAX_NUMBER = 10**30

Number = int | float | Decimal


@dataclass(frozen=True)
class Function:
    """A function of the language and how many values it takes."""

    compute: Callable[..., object]
    fewest: int
    most: int


def _plain(value: object) -> Any:
    """A date as its ISO text, so that it compares with the dates of process variables, which are texts."""
    return value.isoformat() if isinstance(value, date) else value


def _numbers(left: object, right: object) -> tuple[Any, Any]:
    """Two numbers of moderate size, ready for one operation. TypeError for anything else."""
    first, second = _number(left), _number(right)
    if isinstance(first, Decimal) and isinstance(second, float):
        return first, Decimal(str(second))
    if isinstance(first, float) and isinstance(second, Decimal):
        return Decimal(str(first)), second
    return first, second


def _number(value: Any) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TypeError("not a number")
    if not -MAX_NUMBER <= value <= MAX_NUMBER:  # neither too big nor "not a number"
        raise ValueError("too big")
    return value


def same(left: object, right: object) -> bool:
    """Equality; a yes/no never equals a number."""
    if left.__class__ is str and right.__class__ is str:
        return bool(left == right)
    left, right = _plain(left), _plain(right)
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def order(left: object, right: object, test: Callable[[Any, Any], bool]) -> bool:
    """An order comparison: false when a side is missing, TypeError when the kinds differ."""
    if left is None or right is None:
        return False
    return bool(test(_plain(left), _plain(right)))


def member(value: object, container: object) -> bool:
    """Is the value in the list, or the text in the text? Nothing is in a missing list."""
    if container is None:
        return False
    if isinstance(container, str):
        return isinstance(value, str) and value in container
    if isinstance(container, (list, tuple)):
        return any(same(value, item) for item in container)
    raise TypeError("not a list")


def add(left: object, right: object) -> object:
    """Sum of numbers, or two texts or two lists after each other, of bounded length."""
    if isinstance(left, str) and isinstance(right, str):
        _ensure_short(len(left) + len(right))
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        _ensure_short(len(left) + len(right))
        return left + right
    first, second = _numbers(left, right)
    return first + second


def _ensure_short(length: int) -> None:
    if length > MAX_LENGTH:
        raise ValueError("too long")


def subtract(left: object, right: object) -> object:
    """Difference of two numbers."""
    first, second = _numbers(left, right)
    return first - second


def multiply(left: object, right: object) -> object:
    """Product of two numbers of moderate size."""
    first, second = _numbers(left, right)
    return first * second


def divide(left: object, right: object) -> object:
    """Quotient of two numbers."""
    first, second = _numbers(left, right)
    return first / second


def floor(left: object, right: object) -> object:
    """Whole quotient of two numbers."""
    first, second = _numbers(left, right)
    return first // second


def remainder(left: object, right: object) -> object:
    """What is left after dividing."""
    first, second = _numbers(left, right)
    return first % second


def negate(value: object) -> object:
    """The number with the other sign."""
    return subtract(0, value)


def _length(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, (str, list, tuple)):
        return len(value)
    raise TypeError("no length")


def _rounded(value: object, digits: object = 0) -> object:
    number, places = _numbers(value, digits)
    if not isinstance(places, int) or not -30 <= places <= 30:
        raise TypeError("not a number of digits")
    return round(number, places) if places else round(number)


def _extreme(choose: Callable[..., object]) -> Callable[..., object]:
    def compute(*values: object) -> object:
        candidates = values[0] if len(values) == 1 and isinstance(values[0], (list, tuple)) else values
        present = [_plain(value) for value in candidates if value is not None]
        return choose(present) if present else None

    return compute


def _part(value: object, name: object) -> object:
    """A named part of a list item, missing when it is not there. Only of what is kept as parts: nothing of Python."""
    if not isinstance(name, str):
        raise TypeError("no name")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise TypeError("no parts")
    return value.get(name)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise ValueError("too big")
    if isinstance(value, (str, int, float, Decimal, date)):
        return str(value)[:MAX_LENGTH]
    raise TypeError("no text")


FUNCTIONS: Mapping[str, Function] = {
    "get": Function(_part, 2, 2),
    "len": Function(_length, 1, 1),
    "abs": Function(lambda value: abs(_numbers(value, 0)[0]), 1, 1),
    "round": Function(_rounded, 1, 2),
    "min": Function(_extreme(min), 1, 50),
    "max": Function(_extreme(max), 1, 50),
    "lower": Function(lambda value: _text(value).lower(), 1, 1),
    "upper": Function(lambda value: _text(value).upper(), 1, 1),
    "startswith": Function(lambda value, start: _text(value).startswith(_text(start)), 2, 2),
    "endswith": Function(lambda value, end: _text(value).endswith(_text(end)), 2, 2),
    "text": Function(_text, 1, 1),
}
