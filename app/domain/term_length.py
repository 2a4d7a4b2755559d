"""How long a legal term lasts: the sum itself, without words.

Terms are half-open inside: `end_exclusive` is the first day that no longer belongs to the term; people see the last
day, one earlier. Domain sheet §2 and §10 (A1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import OutOfCalendar, add_months
from app.domain.period import Period, unite


@dataclass(frozen=True, order=True)
class MonthsAndDays:
    """A length that was used up: whole months and the days on top of them."""

    months: int = 0
    days: int = 0

    def __bool__(self) -> bool:
        return bool(self.months or self.days)


def term_end(start: date, months: int) -> date:
    """Give the first day after a legal term of whole months; raises OutOfCalendar.

    A term counts from the nth to the day before the nth (Ger.W. art. 54). Where that date does not exist the
    last day of the month is the last day of the term: 2020-02-29 + 60 months ends on 2025-02-28, 2025-01-31 +
    1 month on 2025-02-28; `term_end` gives 1 March for both.
    """
    same_date = add_months(start, months)
    return same_date if same_date.day == start.day else shift(same_date, 1)


def last_day(start: date, months: int) -> date:
    """Give the last day of a legal term of whole months; raises OutOfCalendar."""
    return shift(term_end(start, months), -1)


def has_same_date(start: date, months: int) -> bool:
    """Tell whether the same date exists so many months on (it does not for 31 January + 1)."""
    return add_months(start, months).day == start.day


def counted(start: date, end: date, suspended: Iterable[Period]) -> tuple[Period, ...]:
    """Give the suspended periods that prolong a term from `start` to `end` (exclusive), united and in order.

    Walking through the term, every suspended day pushes the end one day on, those after the original end too;
    a suspension that only begins when the prolonged term is over counts for nothing.
    """
    found: list[Period] = []
    for period in unite(suspended):
        part = period.clipped(start, date.max)
        if part is None:
            continue
        if part.first >= end:
            break
        end = shift(end, part.days)
        found.append(part)
    return tuple(found)


def shift(day: date, days: int) -> date:
    """Add days to a date; raises OutOfCalendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar from None


def measured(periods: Iterable[Period]) -> MonthsAndDays:
    """Measure periods, overlaps once, in whole legal months and remaining days (for time used elsewhere, T06)."""
    months = days = 0
    for period in unite(periods):
        end = shift(period.last, 1)
        whole = 12 * (end.year - period.first.year) + end.month - period.first.month + 1
        while term_end(period.first, whole) > end:
            whole -= 1
        months += whole
        days += (end - term_end(period.first, whole)).days
    return MonthsAndDays(months, days)
