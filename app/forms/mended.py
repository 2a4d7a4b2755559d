"""Answers that a form refused, mended as somebody does who reads its sentences: what was refused gets another answer.

The rest stays. A day or a number that a sentence names is tried, and the days beside it; so are the other days of the
form, for fields that must lie before or after one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.domain.identifiers import (
    synthetic_enterprise_number,
    synthetic_establishment_number,
    synthetic_iban,
    synthetic_national_number,
)
from app.domain.text import Text
from app.forms.sampling import Context, options_of

_REASON = "Dat was zo afgesproken met iedereen. "
_JUMPS = (1, 7, 30, 120, 366, 1000)  # days
_NUMBERS = 12  # how many made-up numbers with a check digit there are to choose from


class Mending:
    """Mends the answers to one form, draw after draw; what was refused once at a field is not given there again."""

    def __init__(self, schema: Mapping[str, Any], *, today: date, rng: Random, context: Context) -> None:
        self._parts = dict(_named(schema["components"]))
        self._today, self._rng, self._context = today, rng, context
        self._refused: dict[str, list[Any]] = {}

    def mended(self, answers: Mapping[str, Any], errors: Mapping[str, Sequence[Text]]) -> dict[str, Any]:
        """Other answers to what `errors` (sentences by field name, as a form gives them) are about.

        The same answers where the sentences are about no field, or about one that has no other answer.
        """
        found = deepcopy(dict(answers))
        for name, said in errors.items():
            *above, key = _path(name)
            part = self._parts.get(tuple(step for step in (*above, key) if isinstance(step, str)))
            place = _place(found, above)
            if part is None or place is None or not isinstance(key, str):
                continue
            refused = self._refused.setdefault(name, [])
            refused.append(place.get(key))
            others = [value for value in self._candidates(part, refused[-1], said, found) if value not in refused]
            if others:
                place[key] = self._rng.choice(others)
        return found

    def _candidates(self, part: Mapping[str, Any], value: Any, said: Sequence[Text], answers: Any) -> list[Any]:
        named = list(_filled(said))
        match part["type"]:
            case "radio" | "select":
                return options_of(dict(part), self._context)
            case "checklist" | "taglist":
                options = options_of(dict(part), self._context)
                return [[option] for option in options] + [options]
            case "checkbox":
                return [not value]
            case "number":
                limits = part.get("validate") or {}
                known = [each for each in (*named, limits.get("min"), limits.get("max")) if _is_number(each)]
                return [0, 1, *(float(each) + step for each in known for step in (0, 1, -1))]
            case "datetime" if part.get("subtype", "date") == "date":
                return self._days(value, [day for day in named if isinstance(day, date)], list(_days_in(answers)))
            case "textfield" | "textarea":
                return self._texts(part)
            case _:
                return []

    def _days(self, value: Any, named: list[date], others: list[date]) -> list[str]:
        """Mostly around a day that the sentence names, sometimes around the other days of the form, or far off."""
        chance = self._rng.random()
        near = named if named and chance < 0.7 else others if chance < 0.85 else ()
        if near:
            return sorted({(day + timedelta(days=step)).isoformat() for day in near for step in (-1, 0, 1)})
        start = _day(value) or self._today
        return [(start + timedelta(days=sign * jump)).isoformat() for jump in _JUMPS for sign in (1, -1)]

    def _texts(self, part: Mapping[str, Any]) -> list[str]:
        """A reason of the length the field wants; in a short field it may also be a number with a check digit."""
        limits = part.get("validate") or {}
        least, most = int(limits.get("minLength") or 0), int(limits.get("maxLength") or 500)
        reason = (_REASON * (1 + least // len(_REASON))).strip()[:most]
        if part["type"] == "textarea":
            return [reason]
        nth = self._rng.randint(1, _NUMBERS)
        born = date(1980, 1, 1)
        return [
            reason,
            synthetic_enterprise_number(nth),
            synthetic_establishment_number(nth),
            synthetic_national_number(born, nth),
            synthetic_iban(nth),
            str(nth),
        ]


def _named(components: Sequence[Mapping[str, Any]], above: tuple[str, ...] = ()) -> Iterable[tuple[Any, Any]]:
    """Every question by the keys that lead to it: of groups with a path and of lists, then its own."""
    for component in components:
        inner = (*above, *(part for part in str(component.get("path") or "").split(".") if part))
        if "components" in component:
            yield from _named(component["components"], inner)
        elif "key" in component:
            yield (*above, *str(component["key"]).split(".")), component


def _path(name: str) -> list[str | int]:
    """The way to an answer that the name of a field tells: «earlier-0-from_on», «address.street»."""
    steps: list[str | int] = []
    for part in name.split("-"):
        steps += [int(part)] if part.isdigit() else part.split(".")
    return steps


def _place(answers: Any, above: Sequence[str | int]) -> dict[str, Any] | None:
    """What holds the answer: the answers themselves, a group or a row of them. None where there is none."""
    for step in above:
        if isinstance(answers, list) and isinstance(step, int) and step < len(answers):
            answers = answers[step]
        elif isinstance(answers, dict) and isinstance(step, str):
            answers = answers.setdefault(step, {})
        else:
            return None
    return answers if isinstance(answers, dict) else None


def _filled(said: Iterable[Text]) -> Iterable[Any]:
    """The days and numbers in sentences."""
    for text in said:
        for value in text.params.values():
            if isinstance(value, Text):
                yield from _filled([value])
            else:
                yield value.date() if isinstance(value, datetime) else value


def _days_in(answers: Any) -> Iterable[date]:
    if isinstance(answers, dict | list):
        for value in answers.values() if isinstance(answers, dict) else answers:
            yield from _days_in(value)
    elif (day := _day(answers)) is not None:
        yield day


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
