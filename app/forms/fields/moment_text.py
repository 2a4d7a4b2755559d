"""Dates and times as people type them and as JSON has them, read; each that cannot be meant says why."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from app.domain.calendar import BRUSSELS, moment_at
from app.domain.text import say
from app.forms.fields.base import Wrong

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
ISO_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::00)?", re.ASCII)
ISO_MOMENT = re.compile(rf"{ISO_DATE.pattern}T{ISO_TIME.pattern}(Z|[+-]\d{{2}}:\d{{2}})?", re.ASCII)
BELGIAN_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_TYPED_TIME = re.compile(r"(\d{1,2})(?:[:.uh](\d{2})?)?", re.ASCII)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def existing_date(year: int, month: int, day: int) -> date:
    """The date, if it exists and its year can be meant; raises Wrong."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise Wrong(say("Deze datum bestaat niet. Kijk de dag en de maand na.")) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Wrong(
            say("Kijk het jaar na: het moet tussen %(low)s en %(high)s liggen.", low=EARLIEST_YEAR, high=LATEST_YEAR)
        )
    return found


def whole_date(text: str) -> date:
    """A date written in one text, ISO or Belgian; raises Wrong."""
    if match := ISO_DATE.fullmatch(text):
        return existing_date(int(match[1]), int(match[2]), int(match[3]))
    if match := BELGIAN_DATE.fullmatch(text):
        return existing_date(int(match[3]), int(match[2]), int(match[1]))
    raise Wrong(say("Schrijf de datum als dag, maand en jaar, bijvoorbeeld 31 1 2026."))


def date_of(typed: list[str]) -> date | None:
    """A date typed as day, month and year; None when all are empty. Raises Wrong."""
    day, month, year = (part.strip() for part in typed)
    if not (day or month or year):
        return None
    absent = [
        word for part, word in ((day, say("de dag")), (month, say("de maand")), (year, say("het jaar"))) if not part
    ]
    if absent:
        raise Wrong(say("Vul ook %(part)s in.", part=absent[0]))
    if re.fullmatch(r"\d{2}", year, re.ASCII):
        raise Wrong(say("Schrijf het jaar met vier cijfers, bijvoorbeeld 2026."))
    numbers = (whole_number(year, 4), month_number(month), whole_number(day, 2))
    if None in numbers:
        raise Wrong(say("Schrijf de datum als dag, maand en jaar, bijvoorbeeld 31 1 2026."))
    return existing_date(*(number or 0 for number in numbers))


def wall_moment(day: date, hour: time) -> datetime:
    """The moment of a Belgian wall time; raises Wrong for the hour that the clocks skip in March."""
    moment = moment_at(day, hour)
    if moment.astimezone(BRUSSELS).time() != hour:
        raise Wrong(say("Dit uur bestaat niet op die dag: de klok gaat dan een uur vooruit."))
    return moment


def typed_time(text: str) -> time | None:
    """A time as typed, None when empty; raises Wrong."""
    text = text.strip().lower()
    if not text:
        return None
    match = _TYPED_TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Wrong(say("Schrijf het uur zoals 9:30 of 14:00."))
    return time(int(match[1]), int(match[2] or 0))


def whole_number(text: str, digits: int) -> int | None:
    """A whole number of at most so many digits; None for anything else."""
    return int(text) if re.fullmatch(rf"\d{{1,{digits}}}", text, re.ASCII) else None


def month_number(text: str) -> int | None:
    """A month as a number or by its Dutch name; None for anything else."""
    word = text.lower().strip(".")
    if word.isalpha() and len(word) >= 3:
        starts = "maa" if word in ("mrt", "maart") else word[:3]
        return _MONTHS.index(starts) + 1 if starts in _MONTHS else None
    return whole_number(text, 2)
