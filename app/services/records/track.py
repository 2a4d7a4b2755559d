"""The transition track under way: phases with their maxima, refusals, the end (domain.md §2.7)."""

from __future__ import annotations

from typing import Any

from app.domain.codes import Phase, PhaseResult, TrackOutcome
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.services import track_hours, tracks
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import phase_panels, refusal_panel
from app.services.work import Work


@known("track_preparation")
@known("track_matching")
def phase_so_far(work: Work) -> dict[str, Any]:
    """The phase ends today, or on its last possible day when that is over."""
    return tracks.end_known(work)


@panels("track_preparation")
@panels("track_matching")
def before_ending_a_phase(work: Work) -> list[Panel]:
    """The phase with its maximum, the hours so far."""
    return phase_panels(work)


@record("track_preparation")
def end_preparation(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Close the preparation within its maximum, or hand a refusal to a person."""
    return _end_phase(work, Phase.VOORTRAJECT, answers, PhaseResult.GESLAAGD)


@record("track_matching")
def end_matching(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Close this round of job matching within its maximum, or hand a refusal to a person."""
    found = PhaseResult.GESLAAGD if answers["step"] == "found" else PhaseResult.NIET_GESLAAGD
    return _end_phase(work, Phase.JOBMATCHING, answers, found)


def _end_phase(work: Work, phase: Phase, answers: dict[str, Any], result: PhaseResult) -> dict[str, Any]:
    track = tracks.in_hand(work)
    running = tracks.start_phase(work, tracks.plan_phase(work, phase))
    tracks.ensure_phase_can_end(work, running, answers["ended_on"])
    track_hours.log_hours(work, track, phase, answers.get("hours") or [])
    if answers["step"] == "refused":
        running.report = answers["report"]
        track.refusal_phase, track.refusal_on = phase.value, work.today
        track.refusal_motive, track.refusal_decision = answers["refusal_motive"], None
    else:
        tracks.end_phase(running, answers["ended_on"], result, answers["report"])
    return {"track_step": answers["step"]}


@known("track_refusal")
def talked_today(work: Work) -> dict[str, Any]:
    """The talk was today."""
    return {"talk_on": work.today}


@panels("track_refusal")
def before_judging_a_refusal(work: Work) -> list[Panel]:
    """Why the employee does not want to go on, and the track so far."""
    return [refusal_panel(work), *phase_panels(work)]


@record("track_refusal")
def judge_refusal(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A person decides what a refusal means; it has no consequence by itself (domain.md §2.7)."""
    track = tracks.in_hand(work)
    if answers["talk_on"] > work.today:
        raise AnswersInvalid({"talk_on": [say("Deze dag ligt in de toekomst.")]})
    track.refusal_decision = answers["motive"]
    if answers["decision"] == "stop":
        return {"track_refusal": "stop"} | tracks.end(work, track, TrackOutcome.REFUSED, answers["motive"])
    return {"track_refusal": "continue"}


@panels("track_closing")
def before_closing(work: Work) -> list[Panel]:
    """The track so far."""
    return phase_panels(work)


@record("track_closing")
def close_track(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A person decides whether the search goes on or the track ends without a job."""
    if answers["decision"] == "search_again":
        return {"track_closing": "search_again"}
    ended = tracks.end(work, tracks.in_hand(work), TrackOutcome.NOT_HIRED, answers["motive"])
    return {"track_closing": "stop"} | ended
