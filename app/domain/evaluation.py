"""When an evaluation and an extension may be asked (domain sheet §2.6; T08, T09, T19). People decide, not this."""

from dataclasses import dataclass
from datetime import date

from app.domain.calendar import subtract_from_date
from app.domain.codes import EvaluationOutcome
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.term import Term
from app.domain.term_length import shift, term_end
from app.domain.text import say

_CMW = say("Herwin en VDAB, evaluatie van startpakketten: regel van collectief maatwerk (A4)")
_SIXTH_YEAR = say("WSE, pagina Lokale diensteneconomie: in principe vijf, uitzonderlijk zes jaar")


@dataclass(frozen=True)
class EarliestDay:
    """The first day of an early evaluation; `other_reading` is a day later if the counting is exclusive."""

    day: date
    other_reading: date


def opens_on(term: Term, rules: RulesOnDay) -> date:
    """Give the day the evaluation at the end of a term opens, with the lead that is set."""
    return subtract_from_date(term.end_exclusive, rules.duration("evaluatie.opentVoorEinde"))


def earliest_evaluation(clock_start: date, rules: RulesOnDay) -> EarliestDay:
    """Give the first day of an early evaluation: "2 years and 1 day", the first day of the third year (T19).

    That this day itself counts is an assumption; the other reading is the day after.
    """
    wait = rules.duration("evaluatie.vroegst")
    other = shift(term_end(clock_start, wait.whole_months), wait.whole_days)
    return EarliestDay(day=shift(other, -1) if wait.whole_days else other, other_reading=other)


def earliest_medical_evaluation(hired_on: date, rules: RulesOnDay) -> date:
    """Give the first day of an evaluation on a changed medical or psychosocial problem: after 8 weeks (T19)."""
    wait = rules.duration("evaluatie.medischVroegst")
    return shift(term_end(hired_on, wait.whole_months), wait.whole_days)


def check_early_evaluation(
    clock_start: date, hired_on: date, requested_on: date, rules: RulesOnDay, *, medical: bool
) -> tuple[Finding, ...]:
    """Check a request for an early evaluation (T19)."""
    if medical:
        first = earliest_medical_evaluation(hired_on, rules)
        if requested_on >= first:
            return ()
        text = say("Een evaluatie om een medische reden kan pas vanaf %(first)s.", first=first)
        return (Finding(text, _CMW, blocks=True, confirmed=False),)
    earliest = earliest_evaluation(clock_start, rules)
    if requested_on < earliest.day:
        text = say("Een vroege evaluatie kan pas vanaf %(first)s.", first=earliest.day)
        return (Finding(text, _CMW, blocks=True, confirmed=False),)
    if requested_on < earliest.other_reading:
        text = say(
            "Aanvaard, maar niet bevestigd: in een strengere lezing kan het pas vanaf %(first)s.",
            first=earliest.other_reading,
        )
        return (Finding(text, _CMW, confirmed=False),)
    return ()


def check_extension(
    term: Term,
    *,
    requested_on: date,
    outcome: EvaluationOutcome,
    proposed_by: object = None,
    decided_by: object = None,
) -> tuple[Finding, ...]:
    """Check an extension to six years (T08, T09): once, in time, on an evaluation, by two different people.

    A late request is refused in the normal flow; the exception is a task for a person, with a motive.
    """
    found: list[Finding] = []
    if term.extension_months:
        text = say("Dit traject is al verlengd. Een tweede verlenging bestaat niet.")
        found.append(Finding(text, _SIXTH_YEAR, blocks=True))
    if requested_on > term.last_day:
        text = say(
            "De termijn eindigde op %(last)s. Een verlenging wordt voor het einde gevraagd; "
            "later kan alleen als uitzondering, met een motivering.",
            last=term.last_day,
        )
        found.append(Finding(text, _SIXTH_YEAR, blocks=True, confirmed=False))
    if outcome is not EvaluationOutcome.VERLENGING_6:
        text = say("De evaluatie van VDAB besluit niet tot een verlenging.")
        found.append(Finding(text, _SIXTH_YEAR, blocks=True))
    if proposed_by is not None and proposed_by == decided_by:
        text = say("Wie een verlenging voorstelt, beslist er niet over.")
        found.append(Finding(text, _SIXTH_YEAR, blocks=True))
    return tuple(found)
