"""Suspensions of a trajectory and what they do to the clock (domain sheet §2.5; T03, T04, T05, T27).

Whether long incapacity stops the clock, and from what duration, stands in art. 20 of the decision of 2014-12-19,
which was not read. So both outcomes are computed, and what a person or a rule chose is the one that counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.codes import SuspensionKind
from app.domain.period import InvalidPeriod, Period, unite
from app.domain.rules import RulesOnDay
from app.domain.term_length import shift, term_end
from app.domain.text import say

_INCAPACITY = SuspensionKind.ARBEIDSONGESCHIKT_LANGDURIG


@dataclass(frozen=True)
class Suspension:
    """One suspension as it stands on record, first and last day included.

    `last` is None while it runs. `stops_clock` is what a person decided for this one; None leaves it to the
    rule of its kind. Raises InvalidPeriod when last lies before first.
    """

    first: date
    last: date | None
    kind: SuspensionKind = SuspensionKind.ANDER
    stops_clock: bool | None = None

    def __post_init__(self) -> None:
        if self.last is not None:
            Period(self.first, self.last)


@dataclass(frozen=True)
class Effects:
    """What suspensions do: days that count, and the two other readings where a rule is not confirmed."""

    counting: tuple[Period, ...] = ()
    if_all_count: tuple[Period, ...] = ()
    if_only_certain_count: tuple[Period, ...] = ()
    too_short: tuple[Period, ...] = ()
    open_since: date | None = None


def effects(suspensions: Iterable[Suspension], rules: RulesOnDay, as_of: date | None = None) -> Effects:
    """Sort out what suspensions do to a clock under the rules of a day.

    A running suspension counts up to and including `as_of`; without `as_of` it is refused (InvalidPeriod).
    Incapacity shorter than `arbeidsongeschiktheid.minDuur`, when that is set, is no suspension (T04); periods
    of incapacity that touch are one. A suspension by the minister always counts unless a person said no.
    """
    suspensions = list(suspensions)
    incapacity = unite(period for each in suspensions if each.kind is _INCAPACITY and (period := _period(each, as_of)))
    too_short = tuple(period for period in incapacity if not _long_enough(period, rules))
    counting: list[Period] = []
    uncertain: list[Period] = []
    certain: list[Period] = []
    for each in suspensions:
        period = _period(each, as_of)
        if period is None or any(period.overlaps(short) for short in too_short if each.kind is _INCAPACITY):
            continue
        if _stops(each, rules):
            counting.append(period)
        if not _is_certain(each, rules):
            uncertain.append(period)
        elif _stops(each, rules):
            certain.append(period)
    return Effects(
        counting=unite(counting),
        if_all_count=unite([*certain, *uncertain]),
        if_only_certain_count=unite(certain),
        too_short=too_short,
        open_since=min((each.first for each in suspensions if each.last is None), default=None),
    )


def may_start_track(day: date, suspensions: Iterable[Suspension]) -> bool:
    """Tell whether a new transition track may start: not inside a suspension by the minister (§2.5, T27)."""
    return not any(
        each.kind is SuspensionKind.MINISTERIEEL and each.first <= day and (each.last is None or day <= each.last)
        for each in suspensions
    )


def _period(suspension: Suspension, as_of: date | None) -> Period | None:
    """Give the days of a suspension so far; None where a running one still has to begin."""
    if suspension.last is not None:
        return Period(suspension.first, suspension.last)
    if as_of is None:
        raise InvalidPeriod(say("Deze schorsing loopt nog: zeg tot welke dag er gerekend moet worden."))
    return Period(suspension.first, as_of) if suspension.first <= as_of else None


def _stops(suspension: Suspension, rules: RulesOnDay) -> bool:
    if suspension.stops_clock is not None:
        return suspension.stops_clock
    if suspension.kind is _INCAPACITY:
        return rules.yes("arbeidsongeschiktheid.stopKlok")
    return suspension.kind is SuspensionKind.MINISTERIEEL


def _is_certain(suspension: Suspension, rules: RulesOnDay) -> bool:
    if suspension.kind is _INCAPACITY:
        return rules.of("arbeidsongeschiktheid.stopKlok").confirmed
    return suspension.kind is SuspensionKind.MINISTERIEEL


def _long_enough(period: Period, rules: RulesOnDay) -> bool:
    if not rules.is_set("arbeidsongeschiktheid.minDuur"):
        return True
    minimum = rules.duration("arbeidsongeschiktheid.minDuur")
    needed_until = shift(term_end(period.first, minimum.whole_months), minimum.whole_days)
    return shift(period.last, 1) >= needed_until
