"""Comparisons in words, for conditions on arrows and in forms: "uren is meer dan 10", "«akkoord» is ja en …"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.domain.text import Text, say
from app.engine.comparison_naming import joined, quoted

Told = Text | str

_COMPARED: Mapping[str, Callable[[Told, Told], Text]] = {
    "==": lambda name, value: say("%(name)s is %(value)s", name=name, value=value),
    "!=": lambda name, value: say("%(name)s is niet %(value)s", name=name, value=value),
    ">": lambda name, value: say("%(name)s is meer dan %(value)s", name=name, value=value),
    ">=": lambda name, value: say("%(name)s is %(value)s of meer", name=name, value=value),
    "<": lambda name, value: say("%(name)s is minder dan %(value)s", name=name, value=value),
    "<=": lambda name, value: say("%(name)s is %(value)s of minder", name=name, value=value),
}


def compared(name: Told, sign: str, value: Told) -> Text:
    """What a comparison of a name with a value says. KeyError for a sign that is none."""
    return _COMPARED[sign](name, value)


def one_of(name: Told, values: Sequence[Told], *, wanted: bool = True) -> Text | None:
    """That a name has one of these values, or none of them; None without any."""
    several = joined(values)
    return compared(name, "==" if wanted else "!=", several) if several is not None else None


def together(parts: Sequence[Told], *, every: bool, inside: bool) -> Told:
    """Conditions that must all hold, or of which one must; between brackets where they are part of another."""
    whole: Told = parts[0]
    for part in parts[1:]:
        whole = say("%(first)s en %(second)s", first=whole, second=part) if every else say(
            "%(first)s of %(second)s", first=whole, second=part)  # fmt: skip
    return say("(%(condition)s)", condition=whole) if inside and len(parts) > 1 else whole


def value_words(value: object) -> Told:
    """A value as it is written in a condition."""
    if value is None:
        return say("leeg")
    if isinstance(value, bool):
        return say("ja") if value else say("nee")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, int | float | Decimal) else quoted(str(value))
