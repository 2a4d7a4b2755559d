"""How the value of a rule is written and read: numbers, shares, yes or no, durations, days, choices."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.calendar import InvalidMoment, parse_date
from app.domain.duration import Duration, InvalidDuration, read_duration
from app.domain.text import Text, say

RuleScalar = int | bool | Decimal | Duration | date | str

_NUMBER = re.compile(r"\d{1,12}([.,]\d{1,6})?", re.ASCII)


class RuleKind(StrEnum):
    """What kind of value a rule takes."""

    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    YES_NO = "yes_no"
    DURATION = "duration"
    DAY = "day"
    CHOICE = "choice"


class InvalidRule(ValueError):
    """A value that a rule cannot take; `text` says what it can."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class RuleDefinition:
    """A rule as declared: its key in the field, what it means, what it takes, its default and source.

    `default` is None where no default may be assumed: an authorised person must set it. `confirmed` tells
    whether the default was read in a source for this very regime.
    """

    key: str
    title: Text
    kind: RuleKind
    default: RuleScalar | None
    source: Text
    confirmed: bool = True
    choices: tuple[str, ...] = ()

    def parse(self, given: object) -> RuleScalar:
        """Read a value from a form, a command or a stored row (JSON); raises InvalidRule with the reason."""
        text = _as_text(given)
        if self.kind is RuleKind.YES_NO:
            return _yes_no(text)
        if self.kind is RuleKind.DURATION:
            return _duration(text)
        if self.kind is RuleKind.DAY:
            return _day(text)
        if self.kind is RuleKind.CHOICE:
            return self._choice(text)
        return _number(text, self.kind)

    def write(self, value: RuleScalar) -> str:
        """Write a value as `parse` reads it, and as it is stored."""
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if self.kind is RuleKind.SHARE and isinstance(value, Decimal):
            return f"{(value * 100).normalize():f} %"
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def _choice(self, text: str) -> str:
        if text not in self.choices:
            raise InvalidRule(say("Kies een van deze: %(choices)s.", choices=", ".join(self.choices)))
        return text


def _as_text(given: object) -> str:
    if isinstance(given, bool):
        return "ja" if given else "nee"
    return str(given).strip()[:60]


def _yes_no(text: str) -> bool:
    if text.lower() not in {"ja", "nee"}:
        raise InvalidRule(say("Antwoord ja of nee."))
    return text.lower() == "ja"


def _duration(text: str) -> Duration:
    try:
        duration = read_duration(text)
    except InvalidDuration as error:
        raise InvalidRule(error.text) from None
    if not (duration.whole_months or duration.whole_days) or duration.clock_seconds:
        raise InvalidRule(say("Een termijn telt in dagen, weken, maanden of jaren, en is langer dan nul."))
    return duration


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except InvalidMoment as error:
        raise InvalidRule(error.text) from None


def _number(text: str, kind: RuleKind) -> int | Decimal:
    bare = text.removesuffix("%").strip() if kind is RuleKind.SHARE else text
    if not _NUMBER.fullmatch(bare):
        raise InvalidRule(say("Schrijf een getal van nul of meer."))
    number = Decimal(bare.replace(",", "."))
    if kind is RuleKind.SHARE:
        if number > 100:
            raise InvalidRule(say("Een aandeel is ten hoogste 100 %."))
        return number / 100
    if kind is RuleKind.WHOLE:
        if number != int(number):
            raise InvalidRule(say("Schrijf een geheel getal."))
        return int(number)
    return number
