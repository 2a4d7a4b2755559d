"""The transition of 2023: from local services to individual or collective adapted work (§5.3; T24, T25, T26)."""

from datetime import date
from decimal import Decimal

from app.domain.codes import EarlyEndReason
from app.domain.finding import Finding
from app.domain.period import Period
from app.domain.rules import RulesOnDay
from app.domain.term import Term
from app.domain.term_length import shift
from app.domain.text import say

_TRANSITION = say("Herwin, overgangsregeling 2023")
_LONG_ILL = say("Herwin, langdurig zieke werknemers in de overgangsregeling")


def is_in_transition(hired_on: date, left_on: date | None, rules: RulesOnDay) -> bool:
    """Tell whether somebody had a contract on the reference day, ill or not (2023-06-30; T24)."""
    day = rules.as_date("overgang.peildatum")
    return hired_on <= day and (left_on is None or left_on >= day)


def temporary_compensation(term: Term, rules: RulesOnDay, package_from: date | None = None) -> Period | None:
    """Give the days of the temporary compensation (choice 1): the rest of the trajectory (T24).

    A work support package of individual adapted work ends it the day before: the two do not go together. None
    where the trajectory, or the package, leaves no day.
    """
    first = shift(rules.as_date("overgang.peildatum"), 1)
    last = term.last_day if package_from is None else min(term.last_day, shift(package_from, -1))
    return Period(first, last) if first <= last else None


def structural_quota(temporary_fte: Decimal, rules: RulesOnDay) -> Decimal:
    """Give the permanent quota for temporary trajectories that end (choice 2): 0.7 for each 1 (T25, T26)."""
    return temporary_fte * rules.number("overgang.ratioCMW.2023")


def quota_decided_after(ended_on: date) -> date:
    """Give the first day after the quarter in which a trajectory ended: then the minister decides (T25)."""
    first_month = 3 * ((ended_on.month - 1) // 3) + 1
    return date(ended_on.year + (first_month == 10), (first_month + 2) % 12 + 1, 1)


def check_early_stop(
    reason: EarlyEndReason, *, long_ill: bool, dismissal_confirmed: bool = False
) -> tuple[Finding, ...]:
    """Block dismissal as the reason to convert a long-term ill worker, unless it is confirmed (T26)."""
    if long_ill and reason is EarlyEndReason.ONTSLAG_WG and not dismissal_confirmed:
        text = say(
            "Deze werknemer is langdurig ziek. Bij de omzetting wordt verwacht dat u hem niet ontslaat. "
            "Bevestig het ontslag als het toch zo is."
        )
        return (Finding(text, _LONG_ILL, blocks=True),)
    return ()


def has_track_at_end(*, chose_individual: bool) -> bool:
    """Tell whether a transition track follows at the end: not after choice 1 (T24)."""
    return not chose_individual
