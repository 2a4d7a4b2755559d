"""The transition track in hand: its phases with their maxima (domain.md §2.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select

from app import db
from app.domain.codes import Phase, PhaseResult, SuspensionKind, TrackOutcome
from app.domain.errors import AnswersInvalid
from app.domain.period import Period
from app.domain.phases import PlannedPhase, latest_day, plan_track
from app.domain.rules import RulesOnDay
from app.domain.suspension import Suspension, effects, may_start_track
from app.domain.text import Text, say
from app.models.track import Track, TrackPhase
from app.queries import rules
from app.services.terms import accepted_suspensions
from app.services.work import Work

T = TypeVar("T")
_DAY = timedelta(days=1)
_LOADED = "tracks"
_LABELS = {
    Phase.VOORTRAJECT: say("Het voortraject"),
    Phase.JOBMATCHING: say("De jobmatching"),
    Phase.STAGE: say("De stage"),
    Phase.NAZORG: say("De nazorg"),
}


def current(work: Work) -> Track | None:
    """The running track of this case, or else the person's (an internship that stands by itself)."""
    found = _once(
        work,
        "track",
        lambda: work.session.scalars(
            select(Track)
            .where(Track.person_id == work.case.person_id, Track.ended_on.is_(None))
            .order_by((Track.case_id == work.case.id).desc(), Track.id.desc())
            .limit(1)
        ).first(),
    )
    return found if found is not None and found.ended_on is None else None


def in_hand(work: Work) -> Track:
    """The running track; every step after the choice of the provider needs one."""
    found = current(work)
    if found is None:
        raise LookupError("no track runs for this person")
    return found


def leave_interrupted(work: Work) -> None:
    """Close the tracks of this case that were broken off, before a new one begins (an early end that was withdrawn)."""
    for track in work.session.scalars(select(Track).where(Track.case_id == work.case.id, Track.ended_on.is_(None))):
        running = running_phase(work, track)
        if running is not None:
            running.ended_on, running.result = max(running.started_on, work.today), PhaseResult.GESTOPT.value
        track.ended_on = work.today
    db.known(work.session).pop(_LOADED, None)


def end(work: Work, track: Track, outcome: TrackOutcome, motive: str | None) -> dict[str, str]:
    """Close the track and its running phase; gives the routing variable."""
    running = running_phase(work, track)
    if running is not None:
        result = PhaseResult.GESLAAGD if outcome is TrackOutcome.HIRED else PhaseResult.GESTOPT
        running.ended_on, running.result = max(running.started_on, work.today), result.value
    track.outcome, track.outcome_motive, track.ended_on = outcome.value, motive, work.today
    return {"track_outcome": outcome.value}


# phases


def phases(work: Work, track: Track) -> Sequence[TrackPhase]:
    """The rounds of phases so far, in order."""
    wanted = select(TrackPhase).where(TrackPhase.track_id == track.id).order_by(TrackPhase.id)
    return _once(work, f"phases {track.id}", lambda: work.session.scalars(wanted).all())


def running_phase(work: Work, track: Track) -> TrackPhase | None:
    """The round that is not over yet."""
    return next((phase for phase in reversed(phases(work, track)) if phase.ended_on is None), None)


def plan_phase(work: Work, phase: Phase, first: date | None = None) -> PlannedPhase:
    """First and last possible day of the next round of a phase; of the round that runs, when one does.

    It follows on the last one. Looking for another internship where none was agreed goes on in the same round;
    a new round starts today when the last one is too long ago.
    """
    track = in_hand(work)
    last = next(reversed(phases(work, track)), None)
    if last is not None and last.phase == phase.value:
        same = PlannedPhase(phase, last.started_on, latest(work, track, last))
        if last.ended_on is None or work.today <= same.latest:
            return same
    if first is None and last is not None and last.ended_on is not None:
        # The next day; or today, when the last phase ends today and the next may be done with at once.
        first = min(last.ended_on + _DAY, max(work.today, last.ended_on))
        if _latest(work, track, phase, first) < work.today:
            first = work.today
    first = first or track.starts_on
    return PlannedPhase(phase, first, _latest(work, track, phase, first))


def latest(work: Work, track: Track, row: TrackPhase) -> date:
    """The last day a round may have, as it is now: a suspension since it began prolongs it (T27)."""
    return _latest(work, track, Phase(row.phase), row.started_on)


def _latest(work: Work, track: Track, phase: Phase, first: date) -> date:
    return latest_day(phase, first, _rules(work, track), suspended_periods(work))


def start_phase(work: Work, planned: PlannedPhase) -> TrackPhase:
    """Let a round begin; the same one when it runs already or goes on."""
    track = in_hand(work)
    last = next(reversed(phases(work, track)), None)
    if last is not None and (last.phase, last.started_on) == (planned.phase.value, planned.first):
        last.ends_by, last.ended_on, last.result = planned.latest, None, None
        return last
    row = TrackPhase(track_id=track.id, phase=planned.phase.value, started_on=planned.first, ends_by=planned.latest)
    work.session.add(row)
    work.session.flush()
    db.known(work.session)[_LOADED].pop((work.case.id, f"phases {track.id}"), None)
    return row


def end_known(work: Work) -> dict[str, date]:
    """The running phase ends today, or on its last possible day when that is over."""
    track = current(work)
    running = running_phase(work, track) if track else None
    if track is None or running is None:
        return {}
    return {"ended_on": max(running.started_on, min(work.today, latest(work, track, running)))}


def ensure_phase_can_end(work: Work, running: TrackPhase, ended_on: date, field: str = "ended_on") -> None:
    """AnswersInvalid where a phase would end before it began, in the future, or after its maximum (T11)."""
    running.ends_by = latest(work, in_hand(work), running)
    wrong = _wrong_end(work, running, ended_on)
    if wrong is not None:
        raise AnswersInvalid({field: [wrong]})


def _wrong_end(work: Work, running: TrackPhase, ended_on: date) -> Text | None:
    if ended_on < running.started_on:
        return say("Dit ligt voor de start van deze fase, op %(first)s.", first=running.started_on)
    if ended_on > running.ends_by:
        return say(
            "%(phase)s duurt dan te lang. De laatste dag kan ten laatste %(latest)s zijn.",
            phase=_LABELS[Phase(running.phase)],
            latest=running.ends_by,
        )
    if ended_on > work.today:
        return say("Deze dag ligt in de toekomst.")
    return None


def end_phase(running: TrackPhase, ended_on: date, result: PhaseResult, report: str | None) -> None:
    """Close a round."""
    running.ended_on, running.result, running.report = ended_on, result.value, report


def period(work: Work, track: Track) -> Period:
    """The days the track may take: its phases at their maximum, counted on from the last round of job matching."""
    held, suspended = _rules(work, track), suspended_periods(work)
    last = plan_track(track.starts_on, held, suspended)[-1].latest
    for row in phases(work, track):
        if row.phase == Phase.JOBMATCHING:
            internship = latest_day(Phase.STAGE, latest(work, track, row) + _DAY, held, suspended)
            last = max(last, latest_day(Phase.NAZORG, internship + _DAY, held, suspended))
    return Period(track.starts_on, last)


def suspended_periods(work: Work) -> tuple[Period, ...]:
    """The days on which the clock stands still, also after the legal end; they prolong a phase (T27)."""
    suspensions = _suspensions(work)
    if not suspensions:
        return ()
    return effects(suspensions, rules.at(work.session, work.today), as_of=work.today).counting


def is_held_up(work: Work, day: date) -> bool:
    """Whether no new track may start on a day, because the minister suspended them (T27)."""
    return not may_start_track(day, _suspensions(work))


def _suspensions(work: Work) -> list[Suspension]:
    return _once(work, "suspensions", lambda: _read_suspensions(work))


def _read_suspensions(work: Work) -> list[Suspension]:
    trajectory = work.trajectory
    rows = accepted_suspensions(work.session, trajectory.id) if trajectory else []
    return [
        Suspension(row.starts_on, row.ends_on or row.expected_on, SuspensionKind(row.kind), row.stops_clock)
        for row in rows
    ]


def _rules(work: Work, track: Track) -> RulesOnDay:
    return _once(work, f"rules {track.starts_on}", lambda: rules.at(work.session, track.starts_on))


def _once(work: Work, what: str, read: Callable[[], T]) -> T:
    """Read once per use case: the record, the fact and the effect of one step ask for the same rows."""
    loaded: dict[tuple[int, str], T] = db.known(work.session).setdefault(_LOADED, {})
    key = (work.case.id, what)
    if key not in loaded:
        loaded[key] = read()
    return loaded[key]
