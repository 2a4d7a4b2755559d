"""Terms of a reconsideration: lodging, advice, decision (domain sheet §2.11; T15, T16, T17).

Read for individual adapted work; that they hold here is assumption A3. No answer decides: a late appeal goes to
a person to confirm.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import add_to_date, next_working_day
from app.domain.codes import AppealParty, AppealSubject
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.text import say

_SOURCE = say("VDAB, heroverweging bij individueel maatwerk (aanname A3)")


@dataclass(frozen=True)
class Admissibility:
    """Whether an appeal came in time; a late one goes to a person (T16)."""

    final_day: date
    in_time: bool


def final_day_to_lodge(known_on: date, rules: RulesOnDay) -> date:
    """Give the last day to lodge: day 45 after taking note; it only moves off a weekend when the rule says so."""
    return _term(known_on, "hwc.indienen", rules)


def check_lodged(known_on: date, lodged_on: date, rules: RulesOnDay) -> Admissibility:
    """Check the day an appeal was lodged against the forfeiture term (T15, T16)."""
    final_day = final_day_to_lodge(known_on, rules)
    return Admissibility(final_day, in_time=lodged_on <= final_day)


def advice_due(received_on: date, rules: RulesOnDay) -> date:
    """Give the last day for the advice of the committee: 60 days after it received the appeal (T15)."""
    return _term(received_on, "hwc.advies", rules)


def decision_due(advice_received_on: date, rules: RulesOnDay) -> date:
    """Give the last day for the decision of the board: 30 days after it received the advice (T15)."""
    return _term(advice_received_on, "hwc.besluit", rules)


def check_party(party: AppealParty, subject: AppealSubject) -> tuple[Finding, ...]:
    """Refuse an employer who contests an indication: that is for the worker or job seeker alone (T17)."""
    if party is AppealParty.WERKGEVER and subject is AppealSubject.INDICERING:
        text = say(
            "Alleen de werknemer of werkzoekende kan een indicering laten heroverwegen. "
            "Een werkgever kan dat alleen na een evaluatie van de ondersteuning."
        )
        return (Finding(text, _SOURCE, blocks=True, confirmed=False),)
    return ()


def _term(day: date, key: str, rules: RulesOnDay) -> date:
    final_day = add_to_date(day, rules.duration(key))
    return next_working_day(final_day) if rules.yes("termijn.weekendVerschuift") else final_day
