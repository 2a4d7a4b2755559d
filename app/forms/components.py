"""The components of a form that are answered: from their JSON to a question, saying what is wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.text import Text, say
from app.forms.feel import Formula
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
from app.forms.options import Options, named_list
from app.forms.pattern import BadPattern, read_pattern
from app.forms.text_checks import CHECKS

Report = Callable[[str, str, Text], None]

MOST_OPTIONS = 500


class Extras:
    """The `validate`, `appearance` and `properties` of a component, read with care."""

    def __init__(self, part: dict[str, Any], path: str, report: Report) -> None:
        self.part = part
        self.path = path
        self.report = report
        self.validate = self._section("validate")
        self.properties = self._section("properties")
        self.appearance = self._section("appearance")

    def _section(self, name: str) -> dict[str, Any]:
        section = self.part.get(name)
        if section is None:
            return {}
        if not isinstance(section, dict):
            self.report(f"{self.path}.{name}", "bad_section", say("‘%(name)s’ moet een object zijn.", name=name))
            return {}
        return section

    def flag(self, section: dict[str, Any], name: str) -> bool:
        """A yes or no; a formula is not one."""
        value = section.get(name, False)
        if value in (None, ""):
            return False
        if not isinstance(value, bool):
            message = say("‘%(name)s’ moet ja of nee zijn, geen formule.", name=name)
            self.report(f"{self.path}.{name}", "not_supported", message)
            return False
        return value

    def text(self, name: str) -> str:
        """A free property as text."""
        value = self.properties.get(name, "")
        return value.strip() if isinstance(value, str) else str(value)

    def count(self, name: str, default: int, most: int) -> int:
        """A whole number in `validate`, or in the free properties (which form-js keeps as text)."""
        value = self.validate.get(name, self.properties.get(name))
        if value in (None, ""):
            return default
        if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value, re.ASCII):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            message = say("‘%(name)s’ moet een geheel getal zijn van 0 tot %(most)s.", name=name, most=most)
            self.report(f"{self.path}.{name}", "bad_number", message)
            return default
        return value

    def number(self, section: dict[str, Any], name: str) -> Decimal | None:
        """A number, or None when it is not set."""
        value = section.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, bool) and isinstance(value, int | float | str) and len(str(value)) <= 20:
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        self.report(f"{self.path}.{name}", "bad_number", say("‘%(name)s’ moet een getal zijn.", name=name))
        return None


def read_question(
    kind: str, part: dict[str, Any], path: str, hide: Formula | None, key: str, label: str, report: Report
) -> Question | None:
    """Read one component that is answered."""
    extras = Extras(part, path, report)
    hint = part.get("description")
    common: dict[str, Any] = {
        "path": path,
        "hide": hide,
        "key": key,
        "label": label,
        "hint": hint.strip() if isinstance(hint, str) else "",
        "phrase": extras.text("phrase"),
        "required": extras.flag(extras.validate, "required"),
        "readonly": extras.flag(part, "readonly"),
        "disabled": extras.flag(part, "disabled"),
        "default": part.get("defaultValue"),
    }
    return READERS[kind](extras, common)


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
        return ChoiceQuestion(**common, look=look, options=_options(extras))

    return read


def _options(extras: Extras) -> Options:
    key = extras.part.get("valuesKey")
    if extras.part.get("valuesExpression"):
        message = say("Antwoorden kunnen niet uit een formule komen. Gebruik een lijst.")
        extras.report(f"{extras.path}.valuesExpression", "not_supported", message)
        return Options()
    if key:
        try:
            return named_list(str(key))
        except LookupError:
            message = say("De lijst ‘%(key)s’ bestaat niet.", key=str(key)[:60])
            extras.report(f"{extras.path}.valuesKey", "unknown_list", message)
            return Options()
    return Options(fixed=_values(extras))


def _values(extras: Extras) -> tuple[tuple[str, str], ...]:
    path = f"{extras.path}.values"
    values = extras.part.get("values")
    if not isinstance(values, list) or not values or len(values) > MOST_OPTIONS:
        extras.report(path, "no_values", say("Dit veld heeft geen antwoorden om uit te kiezen."))
        return ()
    pairs = []
    for each in values:
        value = each.get("value") if isinstance(each, dict) else None
        label = each.get("label") if isinstance(each, dict) else None
        if not (
            isinstance(value, str) and value.strip() == value and value and isinstance(label, str) and label.strip()
        ):
            extras.report(path, "bad_value", say("Elk antwoord heeft een waarde en een opschrift nodig, als tekst."))
            return ()
        pairs.append((value, label.strip()))
    if len({value for value, _ in pairs}) < len(pairs):
        extras.report(path, "duplicate_value", say("Twee antwoorden hebben dezelfde waarde."))
    return tuple(pairs)


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
