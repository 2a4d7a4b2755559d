"""An earlier job with a measure: two readings of where the clock starts (domain sheet §2.2; T06).

The page says the clock starts "as soon as" somebody works with a measure, and is silent about gaps. So both
readings are computed, and a person of VDAB or WSE chooses and motivates; nothing here chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.codes import ClockReading
from app.domain.period import Period, unite
from app.domain.rules import RulesOnDay
from app.domain.suspension import Suspension
from app.domain.term import InvalidTerm, Term, legal_end
from app.domain.term_length import MonthsAndDays, measured, shift
from app.domain.text import say


@dataclass(frozen=True)
class Reading:
    """One reading: where the clock starts, what was used before, and the term that follows."""

    reading: ClockReading
    clock_start: date
    used: MonthsAndDays
    term: Term


def readings(
    earlier: Iterable[Period], start: date, rules: RulesOnDay, suspensions: Iterable[Suspension] = ()
) -> tuple[Reading, ...]:
    """Give the readings for a job from `start`, after earlier periods with a measure (T06).

    Without earlier periods there is one. With them: the literal reading (the clock runs since the first of
    them) and the cumulated reading (only what was worked is used). Raises InvalidTerm when more was worked
    than a trajectory lasts.
    """
    suspensions = tuple(suspensions)
    before = [part for each in earlier if (part := each.clipped(date.min, shift(start, -1)))]
    nothing = MonthsAndDays()
    if not before:
        return (Reading(ClockReading.GEEN, start, nothing, legal_end(start, suspensions=suspensions, rules=rules)),)
    first = unite(before)[0].first
    used = measured(before)
    if used.months >= 12 * rules.whole("traject.maxJaren"):
        raise InvalidTerm(say("Er is elders al meer tijd verbruikt dan een traject duurt."))
    literal = legal_end(first, suspensions=suspensions, rules=rules)
    cumulated = legal_end(start, used_elsewhere=used, suspensions=suspensions, rules=rules)
    return (
        Reading(ClockReading.LETTERLIJK, first, nothing, literal),
        Reading(ClockReading.GECUMULEERD, start, used, cumulated),
    )
