"""What differs between the forms of two versions, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.text import Text, say

_WORDING = frozenset({"label", "dateLabel", "timeLabel", "description", "text", "layout", "id"})
Json = Mapping[str, Any]


def form_differences(
    names: Mapping[str, str], old: Mapping[str, Json], new: Mapping[str, Json]
) -> Iterator[tuple[str, bool, Text]]:
    """(element, whether what is asked changes, sentence) for every form; `names` by form."""
    for form in sorted(old.keys() | new.keys()):
        name = names.get(form, form)
        if form not in new:
            yield form, True, say("Het formulier van «%(form)s» valt weg.", form=name)
        elif form not in old:
            yield form, True, say("Het formulier van «%(form)s» komt erbij.", form=name)
        elif old[form] != new[form]:
            for meaning, text in _within(name, old[form], new[form]):
                yield form, meaning, text


def _within(name: str, old: Json, new: Json) -> Iterator[tuple[bool, Text]]:
    before, after = _questions(old), _questions(new)
    told = False
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in after:
            told, text = True, say("Formulier «%(form)s»: de vraag «%(question)s» valt weg.", **_at(name, before[key]))
            yield True, text
        elif key not in before:
            told, text = True, say("Formulier «%(form)s»: de vraag «%(question)s» komt erbij.", **_at(name, after[key]))
            yield True, text
        else:
            for meaning, text in _question(name, before[key], after[key]):
                told = True
                yield meaning, text
    if not told and list(before) != list(after):
        yield False, say("Formulier «%(form)s»: de vragen staan in een andere volgorde.", form=name)
    elif not told:
        yield False, say("Formulier «%(form)s»: de teksten zijn anders.", form=name)


def _question(name: str, old: Json, new: Json) -> Iterator[tuple[bool, Text]]:
    at = _at(name, new)
    if _words(old) != _words(new):
        yield False, say("Formulier «%(form)s»: de vraag «%(before)s» luidt nu «%(question)s».", **at,
                         before=_words(old))  # fmt: skip
    if old.get("description") != new.get("description"):
        yield False, say("Formulier «%(form)s»: de uitleg bij «%(question)s» is anders.", **at)
    required = [bool((each.get("validate") or {}).get("required")) for each in (old, new)]
    if required == [False, True]:
        yield True, say("Formulier «%(form)s»: «%(question)s» moet nu ingevuld worden.", **at)
    elif required == [True, False]:
        yield True, say("Formulier «%(form)s»: «%(question)s» hoeft niet meer ingevuld te worden.", **at)
    if old.get("type") != new.get("type"):
        yield True, say("Formulier «%(form)s»: op «%(question)s» wordt op een andere manier geantwoord.", **at)
    elif _rest(old) != _rest(new):
        yield True, say("Formulier «%(form)s»: bij «%(question)s» gelden andere keuzes of grenzen.", **at)


def _questions(form: Json) -> dict[str, Json]:
    """The questions of a form by key, those inside groups and lists too, in order."""
    found: dict[str, Json] = {}
    todo = list(reversed(_parts(form)))
    while todo:
        part = todo.pop()
        if part.get("key"):
            found[str(part["key"])] = part
        todo += reversed(_parts(part))
    return found


def _parts(part: Json) -> list[Json]:
    inside = part.get("components")
    return [each for each in inside if isinstance(each, Mapping)] if isinstance(inside, list) else []


def _rest(question: Json) -> Json:
    rest = {key: value for key, value in question.items() if key not in _WORDING | {"components", "type"}}
    limits = {key: value for key, value in (rest.pop("validate", None) or {}).items() if key != "required"}
    return {**rest, "validate": limits}


def _at(name: str, question: Json) -> dict[str, object]:
    return {"form": name, "question": _words(question)}


def _words(question: Json) -> str:
    """What the question is called on the page: a date or a time has labels of its own."""
    labels = (question.get(key) for key in ("label", "dateLabel", "timeLabel", "key"))
    return str(next((label for label in labels if label), ""))
