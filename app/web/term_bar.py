"""Drawing the legal term: where each stretch and each mark stands, in thousandths of the bar's width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.term import Milestone
from app.domain.term_bar import SegmentKind
from app.queries.term import TermView

WIDTH = 1000


@dataclass(frozen=True)
class Stretch:
    """A rectangle of the bar. `style` is its class: used, suspended, left, extension."""

    style: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """The bar: its stretches, the line of today (None when the term is over or not begun), the milestones."""

    stretches: list[Stretch]
    today_x: int | None
    marks: list[tuple[int, Milestone]]
    over: bool


def bar_of(view: TermView) -> Bar:
    """The bar of a term as it stands today."""
    term = view.term
    total = max((term.end_exclusive - term.start).days, 1)

    def place(day: date) -> int:
        return round(WIDTH * min(max((day - term.start).days, 0), total) / total)

    over = view.today >= term.end_exclusive
    stretches = []
    for segment in view.segments:
        x, end = place(segment.first), place(segment.last + timedelta(days=1))
        past_extension = segment.kind is SegmentKind.EXTENSION and segment.past
        style = "used" if past_extension else segment.kind.value
        if end > x:
            stretches.append(Stretch(style, x, end - x))
    return Bar(
        stretches=stretches,
        today_x=None if over or view.today < term.start else place(view.today),
        marks=[(place(mark.day), mark) for mark in view.milestones if mark.day >= term.start],
        over=over,
    )
