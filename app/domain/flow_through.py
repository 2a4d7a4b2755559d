"""What counts as flow-through, and what it closes (domain sheet §2.6, §2.8; T13, T14)."""

from datetime import date

from app.domain.calendar import add_months
from app.domain.codes import NewJobSupport
from app.domain.term_length import shift

#: Months after the start of the new job at which it is followed up (§2.8).
FOLLOW_UP = (3, 6, 12)


def counts_as_flow_through(support: NewJobSupport) -> bool:
    """Tell whether a new job is flow-through: wholly without, or with less support (decree art. 3, 2°)."""
    return support in {NewJobSupport.GEEN, NewJobSupport.MINDER}


def follow_up_days(start: date) -> tuple[date, ...]:
    """Give the days on which a new job is followed up: 3, 6 and 12 months on, clamped."""
    return tuple(add_months(start, months) for months in FOLLOW_UP)


def premium_closed_on(without_support_from: date) -> date:
    """Give the day the premium file closes when the employer keeps the worker without this support (§2.6, T14)."""
    return shift(without_support_from, -1)
