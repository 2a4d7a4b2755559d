"""The start of the clock: a decision of a person, with every reading on the table (domain.md §2.2; T06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.domain.codes import ClockReading
from app.domain.errors import AnswersInvalid
from app.domain.period import Period
from app.domain.previous_measure import Reading, readings
from app.domain.term import InvalidTerm
from app.domain.text import Text, say
from app.models.trajectory import EarlierMeasure, Trajectory
from app.queries import rules
from app.services import trajectories
from app.services.records.hiring import newest_employment, the_contract
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

Row = tuple[Text | str, object]


@known("clock_decision")
def first_working_day(work: Work) -> dict[str, Any]:
    """The first working day; the one reading there is, where nothing earlier was reported."""
    start = _hired_on(work)
    if _earlier(work):
        return {"clock_start": start}
    return {"clock_start": start, "reading": ClockReading.GEEN.value}


@panels("clock_decision")
def the_readings(work: Work) -> list[Panel]:
    """The contract, the earlier periods, and where each reading leads. The system chooses none."""
    earlier = _earlier(work)
    found: list[Panel] = [*the_contract(work)]
    if earlier:
        found.append(Panel(say("Eerder met een maatregel gewerkt"), [_period_row(row) for row in earlier]))
    sent_back = trajectories.in_hand(work).clock_reason if trajectories.in_hand(work).clock_decided_on else None
    if sent_back:
        found.append(Panel(say("Uw vorige beslissing kwam terug"), text=sent_back))
    try:
        for each in _readings(work):
            found.append(Panel(Text(each.reading.label), _reading_rows(each), _remark(earlier)))
    except InvalidTerm as impossible:
        found.append(Panel(say("Lezingen"), text=impossible.text))
    return found


@record("clock_decision")
def decide(work: Work, answers: dict[str, Any]) -> None:
    """Start the clock as the person decided, with the motive. Whose reading differs from the facts is told so."""
    chosen = ClockReading(answers["reading"])
    earlier = _earlier(work)
    if earlier and chosen is ClockReading.GEEN:
        text = say("Er zijn eerdere periodes gemeld. Kies een van de twee andere lezingen.")
        raise AnswersInvalid({"reading": [text]})
    if not earlier and chosen is not ClockReading.GEEN:
        raise AnswersInvalid({"reading": [say("Er zijn geen eerdere periodes gemeld.")]})
    trajectory = trajectories.in_hand(work)
    if chosen is ClockReading.GEEN:
        start: date = answers["clock_start"]
        if start < _hired_on(work):
            text = say("De klok kan niet starten voor de eerste werkdag (%(day)s).", day=_hired_on(work))
            raise AnswersInvalid({"clock_start": [text]})
        trajectory.clock_start, trajectory.used_months, trajectory.used_days = start, 0, 0
    else:
        reading = _one_reading(work, chosen)
        trajectory.clock_start = reading.clock_start
        trajectory.used_months, trajectory.used_days = reading.used.months, reading.used.days
    _write_decision(work, trajectory, chosen, answers["motive"])


def _write_decision(work: Work, trajectory: Trajectory, chosen: ClockReading, motive: str) -> None:
    trajectory.clock_reading, trajectory.clock_reason = chosen.value, motive
    trajectory.clock_decided_by, trajectory.clock_decided_on = work.actor.user_id, work.today
    trajectory.clock_confirmed_by = None
    trajectory.max_years = rules.at(work.session, trajectory.clock_start or work.today).whole("traject.maxJaren")


@panels("clock_confirmation")
def the_decision(work: Work) -> list[Panel]:
    """What was decided and why, beside every reading."""
    trajectory = trajectories.in_hand(work)
    rows: list[Row] = [
        (say("Gekozen"), Text(ClockReading(trajectory.clock_reading).label) if trajectory.clock_reading else ""),
        (say("Start van de klok"), trajectory.clock_start),
    ]
    found = [Panel(say("De beslissing"), rows, trajectory.clock_reason)]
    earlier = _earlier(work)
    found.append(Panel(say("Eerder met een maatregel gewerkt"), [_period_row(row) for row in earlier]))
    found.extend(Panel(Text(each.reading.label), _reading_rows(each)) for each in _readings(work))
    return found


@record("clock_confirmation")
def confirm(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A second person confirms, or sends the decision back with a reason."""
    trajectory = trajectories.in_hand(work)
    if answers["agreed"] == "yes":
        trajectory.clock_confirmed_by = work.actor.user_id
        return {"clock_agreed": True}
    trajectory.clock_reason = answers["motive"]
    trajectory.clock_start = None  # nothing runs until it is decided again
    return {"clock_agreed": False}


def _one_reading(work: Work, chosen: ClockReading) -> Reading:
    try:
        return next(each for each in _readings(work) if each.reading is chosen)
    except InvalidTerm as impossible:
        raise AnswersInvalid({"reading": [impossible.text]}) from None


def _readings(work: Work) -> tuple[Reading, ...]:
    earlier = [Period(row.starts_on, row.ends_on) for row in _earlier(work)]
    return readings(earlier, _hired_on(work), rules.at(work.session, work.today))


def _earlier(work: Work) -> Sequence[EarlierMeasure]:
    trajectory = trajectories.in_hand(work)
    return work.session.scalars(
        select(EarlierMeasure).where(EarlierMeasure.trajectory_id == trajectory.id).order_by(EarlierMeasure.starts_on)
    ).all()


def _hired_on(work: Work) -> date:
    employment = newest_employment(work)
    if employment is None:
        raise LookupError("the clock is decided after the contract")
    return employment.starts_on


def _period_row(row: EarlierMeasure) -> Row:
    return (row.employer, say("van %(first)s tot en met %(last)s", first=row.starts_on, last=row.ends_on))


def _reading_rows(each: Reading) -> list[Row]:
    rows: list[Row] = [(say("Start van de klok"), each.clock_start), (say("Laatste dag"), each.term.last_day)]
    if each.used:
        used = say("%(months)s maanden en %(days)s dagen", months=each.used.months, days=each.used.days)
        rows.append((say("Al gebruikt"), used))
    return rows


def _remark(earlier: Sequence[EarlierMeasure]) -> Text | None:
    return say("Regel niet bevestigd: een mens kiest en motiveert.") if earlier else None
