"""ISO 8601 durations as diagrams and rules write them: `P1M`, `P2Y1D`, `PT24H`."""

import re
from dataclasses import dataclass

from app.domain.text import Text, say

_PATTERN = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?",
    re.ASCII,
)

_SPOKEN = re.compile(
    r"(\d{1,6}) ?(?:(?P<Y>jaar|jaren|years?)|(?P<M>maand(?:en)?|months?)"
    r"|(?P<W>week|weken|weeks)|(?P<D>dag(?:en)?|days?))\b",
    re.ASCII | re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s|,|\ben\b|\band\b)*")


class InvalidDuration(ValueError):
    """A text that is not a duration; `text` says so with an example."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Duration:
    """A length of time in calendar units; months and days get a length when they are added to a date."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    @property
    def whole_months(self) -> int:
        """Give years and months together, in months."""
        return 12 * self.years + self.months

    @property
    def whole_days(self) -> int:
        """Give weeks and days together, in days; what comes on top of the months."""
        return 7 * self.weeks + self.days

    @property
    def clock_seconds(self) -> int:
        """Give hours, minutes and seconds together, in seconds; exact time, no calendar."""
        return 3600 * self.hours + 60 * self.minutes + self.seconds

    @property
    def is_over_a_century(self) -> bool:
        """Whether it is longer than anything can be meant to last; its sums soon leave the calendar."""
        in_days = self.whole_days + self.clock_seconds / 86_400
        return self.whole_months > 1_200 or in_days > 36_525

    def __str__(self) -> str:
        """Write the duration as ISO 8601; the empty one is `P0D`."""
        day_part = _units((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        time_part = _units((self.hours, "H"), (self.minutes, "M"), (self.seconds, "S"))
        return f"P{day_part}{'T' if time_part else ''}{time_part}" if day_part or time_part else "P0D"


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration; raises InvalidDuration.

    Strict, because the engine's own reader takes `''` for "now", `'1Y'` for a year and fails late on fractions:
    capital letters, whole numbers, at least one unit, no sign.
    """
    match = _PATTERN.fullmatch(text)
    found = {unit: int(number) for unit, number in match.groupdict().items() if number} if match else {}
    if not found or text.endswith("T"):
        raise InvalidDuration(
            say(
                "“%(text)s” is geen duur. Voorbeelden: P14D (14 dagen), P3M (3 maanden), P1Y (1 jaar).",
                text=text[:40],
            )
        )
    return Duration(**found)


def read_duration(text: str) -> Duration:
    """Read a duration as people write it ("10 dagen", "2 jaar en 1 dag", "8 weeks") or as ISO 8601.

    Raises InvalidDuration.
    """
    parts = list(_SPOKEN.finditer(text))
    found = {str(part.lastgroup): part[1] for part in parts}
    if not found or len(found) < len(parts) or not _BETWEEN.fullmatch(_SPOKEN.sub("", text)):
        return parse_duration(text)
    return parse_duration("P" + "".join(f"{found[unit]}{unit}" for unit in "YMWD" if unit in found))


def _units(*parts: tuple[int, str]) -> str:
    return "".join(f"{number}{unit}" for number, unit in parts if number)
