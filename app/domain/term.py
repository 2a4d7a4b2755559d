"""The law's clock: the legal end of a trajectory, with every step of the sum and its source.

Facts and assumptions: domain sheet §2 and §10, explained in docs/law.md. Nothing here reads a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.calendar import OutOfCalendar, add_months, start_of_day
from app.domain.period import Period, total_days
from app.domain.rules import Rules, RulesOnDay
from app.domain.suspension import Suspension, effects
from app.domain.term_length import MonthsAndDays, counted, last_day, shift, term_end
from app.domain.term_steps import (
    Step,
    base_step,
    elsewhere_steps,
    extension_step,
    months_step,
    remark_steps,
    start_step,
    suspension_steps,
    unconfirmed_step,
)
from app.domain.text import Text, say

__all__ = [
    "REMINDERS",
    "InvalidTerm",
    "Milestone",
    "MonthsAndDays",
    "Period",
    "Step",
    "Suspension",
    "Term",
    "last_day",
    "legal_end",
    "term_end",
]

#: Months before the end at which people are reminded (issue 2, T01).
REMINDERS = (12, 9, 6)


class InvalidTerm(ValueError):
    """A term that cannot be; `text` says why, for instance that six years is the most."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Milestone:
    """The first day of the last so many months of a term."""

    months_before: int
    day: date

    @property
    def moment(self) -> datetime:
        """Give the first moment of that day in Brussels, for a timer."""
        return start_of_day(self.day)


@dataclass(frozen=True)
class Term:
    """A legal term, computed. Days are inclusive except the two called `end_exclusive`.

    `base_end_exclusive` is the end after suspensions, before the extension. `suspended` are the days that
    prolonged the term, united. `other_last_days` are the outcomes if unconfirmed rules turn out otherwise.
    """

    start: date
    years: int
    extension_months: int
    base_end_exclusive: date
    end_exclusive: date
    suspended: tuple[Period, ...]
    steps: tuple[Step, ...]
    other_last_days: tuple[date, ...] = ()
    provisional: bool = False

    @property
    def last_day(self) -> date:
        """Give the last day that belongs to the term."""
        return shift(self.end_exclusive, -1)

    @property
    def ends_at(self) -> datetime:
        """Give the moment the term is over, as the engine takes it: midnight in Brussels after the last day."""
        return start_of_day(self.end_exclusive)

    @property
    def suspended_days(self) -> int:
        """Give how many suspended days prolonged the term, no day twice."""
        return total_days(self.suspended)

    @property
    def confirmed(self) -> bool:
        """Tell whether no unconfirmed rule could give another last day."""
        return not self.other_last_days

    def milestone(self, months_before: int) -> Milestone:
        """Give the day from which so many months are left, clamped to the end of the month."""
        return Milestone(months_before, add_months(self.end_exclusive, -months_before))

    def milestones(self, months: Iterable[int] = REMINDERS) -> tuple[Milestone, ...]:
        """Give the reminders, the farthest first."""
        return tuple(self.milestone(each) for each in sorted(months, reverse=True))

    def is_suspended_on(self, day: date) -> bool:
        """Tell whether the clock stands still on a day (interviews wait, tasks pause: T10)."""
        return any(day in period for period in self.suspended)


def legal_end(
    start: date,
    *,
    years: int | None = None,
    extension_months: int = 0,
    suspensions: Iterable[Suspension] = (),
    used_elsewhere: MonthsAndDays | None = None,
    rules: RulesOnDay | None = None,
    as_of: date | None = None,
) -> Term:
    """Compute the legal end of a trajectory, with its steps.

    The term runs to the day before the same date `years` on (default `traject.maxJaren`), less what a person
    decided was used elsewhere (T06). Suspended days are united and prolong it day by day. The extension adds
    its months once, to the end after suspensions (A6); suspensions within it prolong it too. A running
    suspension is counted up to `as_of`. `rules` default to the declared ones. Raises InvalidTerm.
    """
    rules = rules or Rules().at(start)
    years = rules.whole("traject.maxJaren") if years is None else years
    used_elsewhere = used_elsewhere or MonthsAndDays()
    _ensure_possible(years, extension_months, used_elsewhere, rules)
    given = list(suspensions)
    effect = effects(given, rules, as_of)
    sum_ = _Sum(start, years, extension_months, used_elsewhere)
    try:
        base, end, used = sum_.ends(effect.counting)
        others = [
            (sum_.ends(effect.if_all_count)[1], True),
            (sum_.ends(effect.if_only_certain_count)[1], False),
        ]
    except OutOfCalendar as error:
        raise InvalidTerm(error.text) from None
    different = [(other, all_count) for other, all_count in others if other != end]
    steps = [
        *sum_.first_steps(),
        *suspension_steps(given, effect, tuple(each for each in used if each.first < base), shift(base, -1)),
    ]
    if extension_months:
        in_extension = tuple(each for each in used if each.first >= base)
        say_months = extension_step if years else months_step
        steps.append(say_months(extension_months, last_day(base, extension_months)))
        steps.extend(suspension_steps([], effect, in_extension, shift(end, -1)))
    steps.extend(remark_steps(effect, used, as_of))
    steps.extend(unconfirmed_step(shift(other, -1), all_count=all_count) for other, all_count in different)
    return Term(
        start=start,
        years=years,
        extension_months=extension_months,
        base_end_exclusive=base,
        end_exclusive=end,
        suspended=used,
        steps=tuple(steps),
        other_last_days=tuple(shift(other, -1) for other, _ in different),
        provisional=effect.open_since is not None,
    )


@dataclass(frozen=True)
class _Sum:
    """The sum of one term, to be made with different suspensions."""

    start: date
    years: int
    extension_months: int
    used_elsewhere: MonthsAndDays

    @property
    def months(self) -> int:
        return 12 * self.years - self.used_elsewhere.months

    def unsuspended_end(self) -> date:
        return max(self.start, shift(term_end(self.start, self.months), -self.used_elsewhere.days))

    def ends(self, suspended: tuple[Period, ...]) -> tuple[date, date, tuple[Period, ...]]:
        """Give the end before the extension, the end, and the suspended days that counted."""
        in_base = counted(self.start, self.unsuspended_end(), suspended)
        base = shift(self.unsuspended_end(), total_days(in_base))
        if not self.extension_months:
            return base, base, in_base
        extended = term_end(base, self.extension_months)
        in_extension = counted(base, extended, suspended)
        return base, shift(extended, total_days(in_extension)), in_base + in_extension

    def first_steps(self) -> list[Step]:
        last = shift(self.unsuspended_end(), -1)
        if not self.years:
            return [start_step(self.start)]
        if self.used_elsewhere:
            return [start_step(self.start), *elsewhere_steps(self.start, self.years, self.used_elsewhere, last)]
        return [start_step(self.start), base_step(self.start, self.years, self.months, last)]


def _ensure_possible(years: int, extension_months: int, used: MonthsAndDays, rules: RulesOnDay) -> None:
    longest = rules.whole("traject.maxJarenUitz")
    if years < 0 or extension_months < 0 or used.months < 0 or used.days < 0:
        raise InvalidTerm(say("Een aantal jaren of maanden is nul of meer."))
    if not years and not extension_months:
        raise InvalidTerm(say("Een termijn duurt ten minste één maand."))
    if 12 * years + extension_months > 12 * longest:
        raise InvalidTerm(
            say(
                "Een traject duurt ten hoogste %(longest)s jaar, de verlenging inbegrepen. "
                "Een tweede verlenging bestaat niet.",
                longest=longest,
            )
        )
    if extension_months > 12:
        raise InvalidTerm(say("Een verlenging duurt ten hoogste 12 maanden."))
    if used.months > 12 * years:
        raise InvalidTerm(say("Er is elders al meer tijd verbruikt dan een traject duurt."))
