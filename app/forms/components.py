"""The components of a form that are answered: from their JSON to a question, saying what is wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.text import say
from app.forms.choices import options_of
from app.forms.extras import Extras, Report
from app.forms.feel import Formula
from app.forms.languages import Wordings
from app.forms.nodes import (
    LINE_LENGTH,
    LONGEST_TEXT,
    TEXT_LENGTH,
    ChoiceLook,
    ChoiceQuestion,
    Limit,
    MomentKind,
    MomentQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    TickQuestion,
)
from app.forms.pattern import BadPattern, read_pattern
from app.forms.text_checks import CHECKS


def read_question(
    kind: str, part: dict[str, Any], path: str, hide: Formula | None, key: str, label: str, report: Report
) -> Question | None:
    """Read one component that is answered."""
    extras, words = Extras(part, path, report), Wordings(part, path, report)
    hint = part.get("description")
    common: dict[str, Any] = {
        "path": path,
        "hide": hide,
        "key": key,
        "label": words.of("label", label),
        "hint": words.of("description", hint.strip()) if isinstance(hint, str) else "",
        "phrase": words.of("phrase", extras.text("phrase")),
        "required": extras.flag(extras.validate, "required"),
        "readonly": extras.flag(part, "readonly"),
        "disabled": extras.flag(part, "disabled"),
        "default": part.get("defaultValue"),
    }
    return _worded(READERS[kind](extras, common), words)


def _worded(question: Question, words: Wordings) -> Question:
    """The question with the other languages of what only some kinds say."""
    if isinstance(question, TextQuestion | NumberQuestion):
        question = replace(
            question, prefix=words.of("prefix", question.prefix), suffix=words.of("suffix", question.suffix)
        )
    if isinstance(question, TextQuestion):
        message = words.of("patternErrorMessage", question.pattern_message)
        question = replace(question, pattern_message=message)
    return question


def _text(extras: Extras, common: dict[str, Any]) -> Question:
    long = extras.part["type"] == "textarea"
    low = extras.count("minLength", 0, LONGEST_TEXT)
    high = extras.count("maxLength", TEXT_LENGTH if long else LINE_LENGTH, LONGEST_TEXT)
    if low > high or high == 0:
        extras.report(extras.path, "bad_number", say("De kleinste lengte is groter dan de grootste."))
    return TextQuestion(
        **common,
        long=long,
        min_length=low,
        max_length=high,
        pattern=_pattern(extras),
        pattern_message=str(extras.validate.get("patternErrorMessage") or "")[:300],
        check=_check(extras),
        prefix=str(extras.appearance.get("prefixAdorner") or ""),
        suffix=str(extras.appearance.get("suffixAdorner") or ""),
    )


def _pattern(extras: Extras) -> re.Pattern[str] | None:
    source = extras.validate.get("pattern")
    if not source:
        return None
    try:
        return read_pattern(str(source))
    except BadPattern as error:
        message = say("Het patroon is niet bruikbaar: %(reason)s.", reason=error.text)
        extras.report(f"{extras.path}.validate.pattern", "bad_pattern", message)
        return None


def _check(extras: Extras) -> str:
    kind = extras.validate.get("validationType")
    check = extras.text("check") or (kind if kind in ("email", "phone") else "")
    if check and check not in CHECKS:
        message = say(
            "De controle ‘%(check)s’ bestaat niet. Wel: %(known)s.", check=check[:40], known=", ".join(CHECKS)
        )
        extras.report(f"{extras.path}.properties.check", "unknown_check", message)
        return ""
    return check


def _number(extras: Extras, common: dict[str, Any]) -> Question:
    decimals = extras.part.get("decimalDigits")
    if decimals is not None and (
        isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 10
    ):
        message = say("‘decimalDigits’ moet een geheel getal zijn van 0 tot 10.")
        extras.report(f"{extras.path}.decimalDigits", "bad_number", message)
        decimals = None
    if extras.flag(extras.part, "serializeToString"):
        message = say("Een getal wordt altijd als getal bewaard, niet als tekst.")
        extras.report(f"{extras.path}.serializeToString", "not_supported", message)
    low, high = extras.number(extras.validate, "min"), extras.number(extras.validate, "max")
    step = extras.number(extras.part, "increment") or extras.number(extras.validate, "step")
    if (low is not None and high is not None and low > high) or (step is not None and step <= 0):
        extras.report(extras.path, "bad_number", say("Het kleinste getal, het grootste of de stap klopt niet."))
        step = None
    return NumberQuestion(
        **common,
        decimals=decimals,
        minimum=low,
        maximum=high,
        step=step,
        prefix=str(extras.appearance.get("prefixAdorner") or ""),
        suffix=str(extras.appearance.get("suffixAdorner") or ""),
    )


def _moment(extras: Extras, common: dict[str, Any]) -> Question:
    subtype = extras.part.get("subtype", "date")
    try:
        kind = MomentKind(subtype)
    except ValueError:
        extras.report(f"{extras.path}.subtype", "unknown_component", say("Kies datum, uur, of datum en uur."))
        kind = MomentKind.DATE
    not_before = _limit(extras, "notBefore")
    if extras.flag(extras.part, "disallowPassedDates"):
        not_before = not_before or Limit(today=True)
    return MomentQuestion(**common, kind=kind, not_before=not_before, not_after=_limit(extras, "notAfter"))


def _limit(extras: Extras, name: str) -> Limit | None:
    """A limit: another key, `known.<key>` for something known of the case, `today`, or a date."""
    source = extras.text(name)
    if not source:
        return None
    if source == "today":
        return Limit(today=True)
    if source.startswith("known."):
        return Limit(known=source.removeprefix("known."))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", source, re.ASCII):
        try:
            return Limit(fixed=date.fromisoformat(source))
        except ValueError:
            message = say("‘%(source)s’ is geen datum.", source=source)
            extras.report(f"{extras.path}.properties.{name}", "bad_limit", message)
            return None
    return Limit(key=source)


def _tick(extras: Extras, common: dict[str, Any]) -> Question:
    return TickQuestion(**common)


def _choice(look: ChoiceLook) -> Callable[[Extras, dict[str, Any]], Question]:
    def read(extras: Extras, common: dict[str, Any]) -> Question:
        if look is ChoiceLook.CHECKBOXES and common["default"] == []:
            common["default"] = None
        return ChoiceQuestion(**common, look=look, options=options_of(extras))

    return read


READERS: dict[str, Callable[[Extras, dict[str, Any]], Question]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "datetime": _moment,
    "checkbox": _tick,
    "radio": _choice(ChoiceLook.RADIOS),
    "select": _choice(ChoiceLook.SELECT),
    "checklist": _choice(ChoiceLook.CHECKBOXES),
    "taglist": _choice(ChoiceLook.CHECKBOXES),
}
