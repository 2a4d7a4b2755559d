"""A term as a bar: runs of days that are used, suspended, left or extension, to draw and to read out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from app.domain.term import Term
from app.domain.term_length import shift


class SegmentKind(StrEnum):
    """What a run of days in the bar is."""

    USED = "used"
    SUSPENDED = "suspended"
    LEFT = "left"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Segment:
    """A run of days of one kind, first and last included. `past` tells whether it lies before today."""

    kind: SegmentKind
    first: date
    last: date
    past: bool

    @property
    def days(self) -> int:
        """Give the length in days."""
        return (self.last - self.first).days + 1


def segments(term: Term, today: date) -> tuple[Segment, ...]:
    """Cut a term into runs, in order and without gaps, split at today; today itself is still left.

    Days of the extension are of kind EXTENSION before and after today; suspended days are SUSPENDED anywhere.
    """
    edges = {term.start, term.end_exclusive, term.base_end_exclusive, today}
    for period in term.suspended:
        edges |= {period.first, shift(period.last, 1)}
    inside = sorted(edge for edge in edges if term.start <= edge <= term.end_exclusive)
    return tuple(
        Segment(_kind(term, first, today), first, shift(after, -1), past=first < today)
        for first, after in pairwise(inside)
    )


def used_days(term: Term, today: date) -> int:
    """Count the days before today on which the clock ran, the extension included."""
    return sum(each.days for each in segments(term, today) if each.past and each.kind is not SegmentKind.SUSPENDED)


def days_left(term: Term, today: date) -> int:
    """Count the days on which the clock still runs, today included; 0 after the end."""
    return sum(each.days for each in segments(term, today) if not each.past and each.kind is not SegmentKind.SUSPENDED)


def _kind(term: Term, day: date, today: date) -> SegmentKind:
    if term.is_suspended_on(day):
        return SegmentKind.SUSPENDED
    if day >= term.base_end_exclusive:
        return SegmentKind.EXTENSION
    return SegmentKind.USED if day < today else SegmentKind.LEFT
