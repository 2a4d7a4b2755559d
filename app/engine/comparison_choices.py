"""What differs in the choices of a question: a choice that came, went, or only says it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.text import Text, say

Json = Mapping[str, Any]


def choice_differences(old: Json, new: Json, name: str) -> Iterator[tuple[bool, Text]]:
    """A sentence for every choice of the component `name` that differs; another list is told as a list."""
    lists = str(old.get("valuesKey") or ""), str(new.get("valuesKey") or "")
    if lists[0] != lists[1]:
        places = {"after": _list(lists[1]), "before": _list(lists[0])}
        yield True, say("bij «%(part)s» komen de keuzes nu uit %(after)s in plaats van uit %(before)s.", part=name,
                        **places)  # fmt: skip
        return
    before, after = _labels(old), _labels(new)
    for value in before:
        if value not in after:
            yield True, say("bij «%(part)s» valt de keuze «%(choice)s» weg.", part=name, choice=before[value])
        elif before[value] != after[value]:
            words = {"before": before[value], "after": after[value]}
            yield False, say("bij «%(part)s» heet de keuze «%(before)s» nu «%(after)s».", part=name, **words)
    for value in after:
        if value not in before:
            yield True, say("bij «%(part)s» komt de keuze «%(choice)s» erbij.", part=name, choice=after[value])
    if [value for value in before if value in after] != [value for value in after if value in before]:
        yield False, say("bij «%(part)s» staan de keuzes in een andere volgorde.", part=name)


def _labels(part: Json) -> dict[str, str]:
    options = part.get("values")
    given = [each for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []
    return {str(each.get("value")): str(each.get("label") or each.get("value")) for each in given}


def _list(key: str) -> Text:
    place, _, name = key.partition(".")
    if not key:
        return say("het formulier zelf")
    if place == "codes":
        return say("de codelijst %(name)s", name=name)
    return say("de lijst %(name)s van het dossier", name=name)
