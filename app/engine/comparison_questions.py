"""What differs in one component of a form: its words, whether it must be answered, its kind, choices and limits.

Every sentence comes after «Formulier X:».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.text import OTHER_LANGUAGES, Text, say
from app.engine.comparison_choices import choice_differences
from app.engine.comparison_formulas import FormulaWords
from app.engine.comparison_limits import LIMITS, limit_differences

Json = Mapping[str, Any]
Told = Iterator[tuple[bool, Text]]
# What has no words of its own, or has them elsewhere.
_TOLD = frozenset({
    "label", "dateLabel", "timeLabel", "description", "text", "layout", "id", "components", "type", "validate",
    "conditional", "readonly", "disabled", "defaultValue", "values", "valuesKey", "properties", "appearance", "key",
    "path", "expression", "showOutline", "isRepeating", "verticalAlignment",
}) | LIMITS  # fmt: skip
_SIDES = ("label", "description", "phrase", "hint", "text", "patternErrorMessage", "prefix", "suffix")
_ENGLISH = frozenset(f"{name}_{language}" for name in _SIDES for language in OTHER_LANGUAGES)
_SHOWN = 80


def answered(part: Json) -> bool:
    """Whether a component asks something."""
    return bool(part.get("key"))


def called(part: Json) -> str:
    """What a component is called on the page: a date or a time has labels of its own; a text goes by its beginning."""
    labels = (part.get(key) for key in ("label", "dateLabel", "timeLabel", "key", "path"))
    text = " ".join(str(part.get("text") or "").split())
    shortened = text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
    return str(next((label for label in labels if label), shortened))


def part_differences(old: Json, new: Json, formulas: FormulaWords, place: str) -> Told:
    """(whether what is asked changes, sentence) of a component that stayed; `place` is the list it stands in now."""
    name = called(new)
    if called(old) != name or old.get("text") != new.get("text"):
        yield False, _renamed(called(old), name, answered(new))
    if (old.get("key"), old.get("path")) != (new.get("key"), new.get("path")):
        places = {"after": new.get("key") or new.get("path"), "before": old.get("key") or old.get("path")}
        yield True, say("het antwoord op «%(part)s» heet in programma’s nu %(after)s in plaats van %(before)s.",
                        part=name, **places)  # fmt: skip
    if _explanation(old) != _explanation(new):
        yield False, say("de uitleg bij «%(part)s» is anders.", part=name)
    if _other_languages(old) != _other_languages(new):
        yield False, say("de Engelse tekst bij «%(part)s» is anders.", part=name)
    yield from _asked(old, new, name)
    yield from _shown(old, new, name, formulas, place)
    if old.get("type") != new.get("type"):
        kinds = {"after": _kind(new), "before": _kind(old)}
        yield True, say("«%(part)s» is nu %(after)s in plaats van %(before)s.", part=name, **kinds)
    yield from choice_differences(old, new, name)
    yield from limit_differences(old, new, name)
    if _rest(old) != _rest(new):
        yield True, say("«%(part)s» is anders ingesteld.", part=name)


def _renamed(before: str, after: str, question: bool) -> Text:
    if before == after:
        return say("de tekst «%(part)s» gaat anders verder.", part=after)
    if question:
        return say("de vraag «%(before)s» luidt nu «%(after)s».", before=before, after=after)
    return say("«%(before)s» luidt nu «%(after)s».", before=before, after=after)


def _asked(old: Json, new: Json, name: str) -> Told:
    """Whether and how freely it is answered."""
    required = [bool((part.get("validate") or {}).get("required")) for part in (old, new)]
    if required == [False, True]:
        yield True, say("«%(part)s» moet nu ingevuld worden.", part=name)
    elif required == [True, False]:
        yield True, say("«%(part)s» hoeft niet meer ingevuld te worden.", part=name)
    closed = [bool(part.get("readonly") or part.get("disabled")) for part in (old, new)]
    if closed == [False, True]:
        yield True, say("«%(part)s» is nu alleen te lezen.", part=name)
    elif closed == [True, False]:
        yield True, say("«%(part)s» is nu te wijzigen.", part=name)
    if old.get("defaultValue") != new.get("defaultValue"):
        filled = new.get("defaultValue")
        yield (
            True,
            (
                say("«%(part)s» is nu niet meer vooraf ingevuld.", part=name)
                if filled in (None, "")
                else say("«%(part)s» is nu vooraf ingevuld met «%(value)s».", part=name, value=str(filled))
            ),
        )
    if _formula(old.get("expression")) != _formula(new.get("expression")):
        yield True, say("«%(part)s» wordt anders berekend: %(formula)s.", part=name,
                        formula=_formula(new.get("expression")))  # fmt: skip


def _shown(old: Json, new: Json, name: str, formulas: FormulaWords, place: str) -> Told:
    """When it is there."""
    hidden = [_formula((part.get("conditional") or {}).get("hide")) for part in (old, new)]
    if hidden[0] != hidden[1]:
        always = say("«%(part)s» staat er nu altijd.", part=name)
        yield new.get("type") != "text", formulas.shown(name, hidden[1], place) if hidden[1] else always


def _kind(part: Json) -> Text:
    return _KINDS.get(str(part.get("type")), say("een ander soort antwoord"))


_KINDS: Mapping[str, Text] = {
    "textfield": say("een regel tekst"),
    "textarea": say("een groter tekstvak"),
    "number": say("een getal"),
    "datetime": say("een datum of uur"),
    "checkbox": say("een vakje om aan te vinken"),
    "radio": say("een keuze met bolletjes"),
    "select": say("een keuzelijst om open te klappen"),
    "checklist": say("een keuze van meer dan één, met vakjes"),
    "taglist": say("een keuze van meer dan één, uit een lijst"),
    "expression": say("een berekening"),
    "dynamiclist": say("een lijst"),
    "group": say("een groep vragen"),
    "text": say("een tekst"),
}


def _explanation(part: Json) -> list[object]:
    """What stands around the question, in Dutch."""
    own = [(part.get("properties") or {}).get(key) for key in ("hint", "phrase")]
    return [
        part.get("description"),
        part.get("appearance"),
        (part.get("validate") or {}).get("patternErrorMessage"),
        *own,
    ]


def _other_languages(part: Json) -> Json:
    options = part.get("values") if isinstance(part.get("values"), list) else []
    beside = {str(each.get("value")): each.get("label_en") for each in options or [] if isinstance(each, Mapping)}
    english = {key: value for key, value in (part.get("properties") or {}).items() if key in _ENGLISH}
    return {**english, "values": {key: value for key, value in beside.items() if value}}


def _rest(part: Json) -> Json:
    """What has no sentence of its own."""
    own = {key: value for key, value in part.items() if key not in _TOLD}
    for place, told in (("properties", _ENGLISH | LIMITS | {"hint", "phrase"}),
                        ("validate", LIMITS | {"required", "patternErrorMessage"})):  # fmt: skip
        inside = part.get(place) or {}
        own[place] = {key: value for key, value in inside.items() if key not in told}
    return own


def _formula(written: object) -> str:
    return str(written or "").strip().removeprefix("=").strip()
