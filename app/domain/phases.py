"""The transition track in four phases, and the dates of an internship (domain sheet §2.7; T11, T12, T27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.codes import Phase
from app.domain.finding import Finding
from app.domain.period import Period, total_days
from app.domain.rules import RulesOnDay
from app.domain.term_length import counted, shift, term_end
from app.domain.text import Text, say

_SOURCE = say("Herwin, hoe verlopen de doorstroomtrajecten")
_RULES = {
    Phase.VOORTRAJECT: "fase.voortraject",
    Phase.JOBMATCHING: "fase.jobmatching",
    Phase.STAGE: "fase.stage",
    Phase.NAZORG: "fase.nazorg",
}


@dataclass(frozen=True)
class PlannedPhase:
    """A phase with its first day and the last day it may have."""

    phase: Phase
    first: date
    latest: date


def latest_day(phase: Phase, first: date, rules: RulesOnDay, suspended: Iterable[Period] = ()) -> date:
    """Give the last day a phase may have when it starts on `first`.

    The maximum is a term (1, 3, 3 and 3 months, §2.7); suspended days prolong it day by day (T27).
    """
    return _latest(first, _months_and_days(phase, rules), suspended)


def plan_track(start: date, rules: RulesOnDay, suspended: Iterable[Period] = ()) -> tuple[PlannedPhase, ...]:
    """Plan the four phases one after the other, each at its maximum (T11; that they chain is inferred)."""
    suspended = tuple(suspended)
    planned: list[PlannedPhase] = []
    for phase in Phase:
        latest = latest_day(phase, start, rules, suspended)
        planned.append(PlannedPhase(phase, start, latest))
        start = shift(latest, 1)
    return tuple(planned)


def check_internship(
    internship: Period,
    rules: RulesOnDay,
    *,
    track: Period | None = None,
    others: Iterable[Period] = (),
    suspended: Iterable[Period] = (),
) -> tuple[Finding, ...]:
    """Check the dates of an internship (T12).

    Refused: longer than the maximum, or outside the track. Warned: together with the `others` of this track
    longer than the maximum, because it is not known whether the maximum is per internship or in total; or
    overlapping another one.
    """
    others, suspended = tuple(others), tuple(suspended)
    latest = latest_day(Phase.STAGE, internship.first, rules, suspended)
    found: list[Finding] = []
    if internship.last > latest:
        found.append(
            _refused(say("De stage duurt te lang. De laatste dag kan ten laatste %(latest)s zijn.", latest=latest))
        )
    if track and not (track.first <= internship.first and internship.last <= track.last):
        text = say(
            "De stage valt buiten het doorstroomtraject, dat loopt van %(first)s tot en met %(last)s.",
            first=track.first,
            last=track.last,
        )
        found.append(_refused(text))
    first = min([internship.first, *(other.first for other in others)])
    allowed = (latest_day(Phase.STAGE, first, rules, suspended) - first).days + 1
    if others and internship.days + total_days(others) > allowed:
        text = say(
            "Alle stages samen duren langer dan het maximum. Of dat maximum per stage of voor alle stages samen "
            "geldt, is niet bevestigd."
        )
        found.append(Finding(text, _SOURCE, confirmed=False))
    if any(internship.overlaps(other) for other in others):
        found.append(Finding(say("Deze stage valt samen met een andere stage."), _SOURCE))
    return tuple(found)


def hours_remark(hours: int, rules: RulesOnDay) -> Text:
    """Say how logged hours stand against the average of 140; an average, never a limit (T11)."""
    average = rules.whole("track.gemUren")
    return say(
        "%(hours)s uren begeleiding. Het gemiddelde is %(average)s; dat is geen grens.", hours=hours, average=average
    )


def _months_and_days(phase: Phase, rules: RulesOnDay) -> tuple[int, int]:
    longest = rules.duration(_RULES[phase])
    return longest.whole_months, longest.whole_days


def _latest(first: date, longest: tuple[int, int], suspended: Iterable[Period]) -> date:
    end = shift(term_end(first, longest[0]), longest[1])
    return shift(end, total_days(counted(first, end, suspended)) - 1)


def _refused(text: Text) -> Finding:
    return Finding(text, _SOURCE, blocks=True)
