"""The transition track begins: its provider, and the release from work (domain.md §2.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import exists, select

from app.domain.access import Role
from app.domain.codes import EvaluationOutcome, TrackOutcome, TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.phases import plan_track
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.models.track import Track
from app.models.user import Membership
from app.queries import rules
from app.services import tracks, trajectories
from app.services.parties import set_party
from app.services.records.evidence import term_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import track_panels
from app.services.work import Work


@known("track_provider")
def start_today(work: Work) -> dict[str, Any]:
    """The track can start today."""
    return {"starts_on": work.today}


@panels("track_provider")
def before_choosing(work: Work) -> list[Panel]:
    """The term, and when a track that starts today would end, phase by phase (T11)."""
    rows: list[tuple[Text | str, object]] = [
        (each.phase.label, say("ten laatste tot en met %(last)s", last=each.latest))
        for each in plan_track(work.today, rules.at(work.session, work.today), tracks.suspended_periods(work))
    ]
    return [*term_panels(work), Panel(say("Start het traject vandaag"), rows)]


@record("track_provider")
def choose_provider(work: Work, answers: dict[str, Any]) -> None:
    """Open the track with its provider; from now on the provider does the work of the transition coach."""
    provider_id = int(answers["provider"])
    coach_id = int(answers["coach"]) if answers.get("coach") else None
    wrong = _wrong_choice(work, provider_id, coach_id, answers["starts_on"])
    if wrong:
        raise AnswersInvalid(wrong)
    if work.case.person_id is None:
        raise LookupError("a track is about a person")
    tracks.leave_interrupted(work)
    trajectory = work.trajectory
    work.session.add(
        Track(
            case_id=work.case.id,
            person_id=work.case.person_id,
            trajectory_id=trajectory.id if trajectory else None,
            provider_id=provider_id,
            coach_id=coach_id,
            starts_on=answers["starts_on"],
            goal=answers["goal"],
            created_at=work.now,
        )
    )
    if trajectory is not None and trajectory.ended_on is None:
        trajectories.set_status(work, trajectory, TrajectoryStatus.IN_DOORSTROOM, "transition_track")
    set_party(work.session, work.case, Role.TRANSITION_COACH, provider_id, coach_id, actor=work.actor)


def _wrong_choice(work: Work, provider_id: int, coach_id: int | None, starts_on: date) -> dict[str, list[Text]]:
    wrong: dict[str, list[Text]] = {}
    if coach_id is not None and not _works_at(work, coach_id, provider_id):
        wrong["coach"] = [say("Deze persoon werkt niet bij de gekozen organisatie.")]
    decided = work.session.scalar(
        select(Evaluation.decided_on)
        .where(
            Evaluation.person_id == work.case.person_id, Evaluation.outcome == EvaluationOutcome.DOORSTROOMKLAAR.value
        )
        .order_by(Evaluation.id.desc())
        .limit(1)
    )
    if decided is not None and starts_on < decided:
        wrong["starts_on"] = [say("VDAB besliste op %(day)s. Kies die dag of later.", day=decided)]
    elif tracks.is_held_up(work, starts_on):
        wrong["starts_on"] = [say("Op deze dag mag geen doorstroomtraject starten: de minister schorste de trajecten.")]
    return wrong


def _works_at(work: Work, user_id: int, organisation_id: int) -> bool:
    member = exists().where(
        Membership.user_id == user_id,
        Membership.organisation_id == organisation_id,
        Membership.role == Role.TRANSITION_COACH.value,
    )
    return bool(work.session.scalar(select(member)))


@known("track_release")
def release_from_start(work: Work) -> dict[str, Any]:
    """Released from the first day of the track."""
    track = tracks.current(work)
    return {"release_on": max(track.starts_on, work.today)} if track else {}


@panels("track_release")
def before_releasing(work: Work) -> list[Panel]:
    """The track."""
    return track_panels(work)


@record("track_release")
def release(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep what the employer agrees to. A refusal goes to the VDAB counsellor."""
    return _keep_release(work, answers)


def _keep_release(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    track = tracks.in_hand(work)
    track.release_agreed = answers["released"] == "yes"
    if not track.release_agreed:
        track.release_terms = answers["reason"]
        return {"track_released": False}
    track.release_on, track.release_hours = answers["release_on"], answers["release_hours"]
    track.release_terms = answers.get("release_terms")
    track.starts_on = max(track.starts_on, work.today)
    return {"track_released": True}


@known("track_release_settled")
def settled_from_start(work: Work) -> dict[str, Any]:
    """Released from the first day of the track."""
    return release_from_start(work)


@panels("track_release_settled")
def before_settling(work: Work) -> list[Panel]:
    """Why the employer does not release the employee."""
    track = tracks.in_hand(work)
    return [Panel(say("De werkgever geeft geen vrij"), [], track.release_terms), *track_panels(work)]


@record("track_release_settled")
def settle_release(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep what was settled after all; without it a person closes the track, with his motive."""
    variables = _keep_release(work, answers)
    if variables["track_released"]:
        return variables
    return variables | tracks.end(work, tracks.in_hand(work), TrackOutcome.NOT_HIRED, answers["reason"])
