"""Calendar arithmetic of Europe/Brussels. Nothing here reads a clock: moments are given.

Two kinds of adding live in Traject and must not be mixed up:

* here, for timers and due dates, months **clamp**: 31 January + P1M is 28 February;
* in `app/domain/term.py`, for legal terms, a term runs to the day before the same date, or else to the
  last day of the month.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from app.domain.duration import Duration, InvalidDuration, parse_duration
from app.domain.text import Text, say

__all__ = [
    "BRUSSELS",
    "Clock",
    "Duration",
    "InvalidDuration",
    "InvalidMoment",
    "OutOfCalendar",
    "add_duration",
    "add_months",
    "add_to_date",
    "anniversary",
    "format_moment",
    "is_working_day",
    "local_date",
    "moment_at",
    "next_working_day",
    "parse_date",
    "parse_duration",
    "parse_moment",
    "start_of_day",
    "subtract_from_date",
]

BRUSSELS = ZoneInfo("Europe/Brussels")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

#: A port: what gives the present moment, aware. The clock of a transaction, of a test, of the simulation.
Clock = Callable[[], datetime]


class InvalidMoment(ValueError):
    """A text that is not a date or a moment; `text` says how to write one."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class OutOfCalendar(ValueError):
    """A sum that leaves the years 1 to 9999; `text` says so."""

    def __init__(self) -> None:
        self.text = say("Deze datum ligt te ver weg om mee te rekenen.")
        super().__init__(str(self.text))


def parse_date(text: str) -> date:
    """Read `2025-02-28`; raises InvalidMoment for anything else, also for a day that does not exist."""
    stripped = text.strip()
    sentence = say("“%(text)s” is geen bestaande datum. Schrijf jaar-maand-dag, zoals 2025-02-28.", text=stripped[:40])
    if not _DATE.fullmatch(stripped):  # fromisoformat also takes 20250228 and 2025-W09-5
        raise InvalidMoment(sentence)
    try:
        return date.fromisoformat(stripped)
    except ValueError:
        raise InvalidMoment(sentence) from None


def parse_moment(text: str) -> datetime:
    """Read an ISO date or date and time as an aware moment in UTC; without offset it is Brussels time.

    A date alone is the first moment of that day in Brussels. Raises InvalidMoment.
    """
    stripped = text.strip()
    try:
        read = datetime.fromisoformat(stripped)
        return (read if read.tzinfo else read.replace(tzinfo=BRUSSELS)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidMoment(
            say(
                "“%(text)s” is geen datum of tijdstip. Schrijf bijvoorbeeld 2025-02-28T09:00.",
                text=stripped[:40],
            )
        ) from None


def format_moment(moment: datetime) -> str:
    """Write a moment as ISO 8601 in Brussels time with its offset, to the second."""
    return moment.astimezone(BRUSSELS).isoformat(timespec="seconds")


def local_date(moment: datetime) -> date:
    """Give the date it is in Brussels at that moment."""
    return _aware(moment).astimezone(BRUSSELS).date()


def start_of_day(day: date) -> datetime:
    """Give the first moment of a day in Brussels, in UTC."""
    return moment_at(day, time(0))


def moment_at(day: date, clock_time: time) -> datetime:
    """Give the moment of a wall time in Brussels on a day, in UTC.

    A wall time that happens twice is the first one; one that does not happen is an hour later on the wall.
    """
    try:
        return datetime.combine(day, clock_time.replace(fold=0), BRUSSELS).astimezone(UTC)
    except OverflowError:
        raise OutOfCalendar from None


def add_duration(moment: datetime, duration: Duration) -> datetime:
    """Add a duration to a moment, as a timer does; the answer is in UTC. Raises OutOfCalendar.

    Years and months first, clamped to the end of the month; then weeks and days; both keep the wall time of
    Brussels over a change of the clock. Hours, minutes and seconds are exact.
    """
    start = _aware(moment)
    if duration.whole_months or duration.whole_days:
        local = start.astimezone(BRUSSELS)
        start = moment_at(add_to_date(local.date(), duration), local.time())
    try:
        return start.astimezone(UTC) + timedelta(seconds=duration.clock_seconds)
    except OverflowError:
        raise OutOfCalendar from None


def add_months(day: date, months: int) -> date:
    """Add months (or take them off) and clamp: 31 January + 1 is the last day of February."""
    index = 12 * day.year + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        raise OutOfCalendar
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_to_date(day: date, duration: Duration) -> date:
    """Add the calendar part of a duration to a date, months clamped; its hours count for nothing here."""
    return _shift(add_months(day, duration.whole_months), duration.whole_days)


def subtract_from_date(day: date, duration: Duration) -> date:
    """Take the calendar part of a duration off a date, months clamped."""
    return _shift(add_months(day, -duration.whole_months), -duration.whole_days)


def anniversary(anchor: date, years: int) -> date:
    """Give the date `years` years after the anchor, always counted from the anchor so that it never drifts.

    29 February becomes 28 February in a year without one, and is 29 February again in the next leap year.
    """
    return add_months(anchor, 12 * years)


def is_working_day(day: date) -> bool:
    """Tell whether a day is no Saturday, Sunday or Belgian public holiday (law of 1974-01-04)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def next_working_day(day: date) -> date:
    """Give the day itself, or the first working day after it."""
    while not is_working_day(day):
        day = _shift(day, 1)
    return day


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its offset")
    return moment


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar from None


def _public_holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
    movable = [1, 39, 50]  # Easter Monday, Ascension, Whit Monday
    return frozenset([date(year, *day) for day in fixed] + [sunday + timedelta(days=n) for n in movable])
