"""What differs in the limits of an answer, such as «hoogstens 500 tekens in plaats van hoogstens 3000 tekens»."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.text import Text, say

Json = Mapping[str, Any]

_WORDS: Mapping[str, Callable[[Any], Text]] = {
    "minLength": lambda value: say("minstens %(n)s tekens", n=value),
    "maxLength": lambda value: say("hoogstens %(n)s tekens", n=value),
    "min": lambda value: say("niet minder dan %(n)s", n=value),
    "max": lambda value: say("niet meer dan %(n)s", n=value),
    "increment": lambda value: say("in stappen van %(n)s", n=value),
    "step": lambda value: say("in stappen van %(n)s", n=value),
    "decimalDigits": lambda value: say("%(n)s cijfers na de komma", n=value),
    "pattern": lambda value: say("volgens het patroon %(pattern)s", pattern=value),
    "validationType": lambda value: _checked(value),
    "check": lambda value: _checked(value),
    "notBefore": lambda value: say("niet voor %(day)s", day=_day(value)),
    "notAfter": lambda value: say("niet na %(day)s", day=_day(value)),
    "disallowPassedDates": lambda value: say("geen dag die voorbij is") if value else say("geen grens"),
    "subtype": lambda value: _MOMENTS.get(value, say("een ander moment")),
    "minRows": lambda value: say("minstens %(n)s rijen", n=value),
    "maxRows": lambda value: say("hoogstens %(n)s rijen", n=value),
    "defaultRepetitions": lambda value: say("%(n)s rijen om te beginnen", n=value),
    "allowAddRemove": lambda value: say("rijen toevoegen mag") if value else say("rijen toevoegen mag niet"),
}
_MOMENTS: Mapping[str, Text] = {
    "date": say("een datum"),
    "time": say("een uur"),
    "datetime": say("een datum en een uur"),
}
#: What the limits of an answer are called in a form.
LIMITS = frozenset(_WORDS)


def limit_differences(old: Json, new: Json, name: str) -> Iterator[tuple[bool, Text]]:
    """A sentence for every limit of the component `name` that differs."""
    before, after = _limits(old), _limits(new)
    for key in _WORDS:
        if before.get(key) != after.get(key):
            limits = {"after": _told(key, after), "before": _told(key, before)}
            yield True, say("bij «%(part)s» geldt nu: %(after)s, in plaats van: %(before)s.", part=name, **limits)


def _limits(part: Json) -> Json:
    places = (part, part.get("validate") or {}, part.get("properties") or {})
    given = {key: place[key] for place in places for key in _WORDS if key in place}
    return {key: value for key, value in given.items() if isinstance(value, str | int | float) and value != ""}


def _told(key: str, limits: Json) -> Text:
    return _WORDS[key](limits[key]) if key in limits else say("geen grens")


def _checked(kind: str) -> Text:
    return say("nagekeken als %(kind)s", kind=_CHECKS.get(kind, kind))


_CHECKS: Mapping[str, Text] = {
    "national_number": say("rijksregisternummer"),
    "enterprise_number": say("ondernemingsnummer"),
    "establishment_number": say("vestigingsnummer"),
    "iban": say("rekeningnummer"),
    "email": say("e-mailadres"),
    "phone": say("telefoonnummer"),
}


def _day(written: Any) -> Text | str:
    return say("vandaag") if written == "today" else str(written).removeprefix("known.")
