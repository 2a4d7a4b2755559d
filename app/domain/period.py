"""Periods of whole days, as people write them: from a first day to a last day, both included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.text import Text, say

_DAY = timedelta(days=1)


class InvalidPeriod(ValueError):
    """A period that ends before it begins; `text` says so."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, order=True)
class Period:
    """A run of days; `first` and `last` both belong to it. Raises InvalidPeriod when last lies before first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidPeriod(
                say("Het einde (%(last)s) ligt voor het begin (%(first)s).", first=self.first, last=self.last)
            )

    @property
    def days(self) -> int:
        """Give the number of days, both ends included."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        return self.first <= other.last and other.first <= self.last

    def clipped(self, first: date, last: date) -> "Period | None":
        """Give the part of this period from `first` to `last`, or None where there is none."""
        begin, end = max(self.first, first), min(self.last, last)
        return Period(begin, end) if begin <= end else None


def unite(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Unite periods that overlap or touch, in order: no day is in it twice (assumption A1)."""
    united: list[Period] = []
    for period in sorted(periods):
        if united and (period.first <= united[-1].last or period.first - _DAY == united[-1].last):
            united[-1] = Period(united[-1].first, max(united[-1].last, period.last))
        else:
            united.append(period)
    return tuple(united)


def total_days(periods: Iterable[Period]) -> int:
    """Count the days of periods that do not overlap (see `unite`)."""
    return sum(period.days for period in periods)
