"""Quarters of a year: settlements and averages go by them (domain sheet §5.2)."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import add_months
from app.domain.text import Text, say


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a calendar year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Give its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Give its last day."""
        return add_months(self.first, 3) - timedelta(days=1)

    @property
    def over_on(self) -> date:
        """Give the first day after it."""
        return add_months(self.first, 3)

    @property
    def days(self) -> int:
        """Give how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def text(self) -> Text:
        """Give it in words."""
        return say("kwartaal %(number)s van %(year)s", number=self.number, year=str(self.year))

    def year_round(self) -> tuple["Quarter", ...]:
        """Give the four quarters of its year."""
        return tuple(Quarter(self.year, number) for number in (1, 2, 3, 4))


def quarter_of(day: date) -> Quarter:
    """Give the quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)
