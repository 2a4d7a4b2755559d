"""The new job at the end of a track, and the aftercare (domain.md §2.7, §2.8; T13)."""

from __future__ import annotations

from typing import Any

from app.domain.calendar import format_moment, start_of_day
from app.domain.codes import NewJobSupport, Phase, PhaseResult, TrackOutcome
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.organisation import Organisation
from app.services import flow_throughs, internships, track_hours, tracks
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import phase_panels
from app.services.work import Work


@known("track_hire")
def hired_by_the_host(work: Work) -> dict[str, Any]:
    """The host of the last internship takes the employee on."""
    internship = internships.latest(work)
    host = work.session.get(Organisation, internship.host_id) if internship else None
    if internship is None or host is None:
        return {}
    return {
        "employer_name": host.name,
        "employer_number": host.number or "",
        "job": internship.job,
        "starts_on": work.today,
        "hours_week": internship.hours_week,
    }


@panels("track_hire")
def before_registering(work: Work) -> list[Panel]:
    """What counts as flow-through, and the track."""
    text = say("Een job telt als doorstroom zonder steun, of met minder steun dan nu. Met evenveel of meer steun niet.")
    return [Panel(say("Wat telt als doorstroom?"), [], text), *phase_panels(work)]


@record("track_hire")
def register_hire(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Register the new job. With as much or more support than now it is no flow-through (decree art. 3, 2°)."""
    track = tracks.in_hand(work)
    wrong: dict[str, list[Text]] = {}
    number = flow_throughs.employer_number(answers["employer_number"], wrong)
    if answers["starts_on"] < track.starts_on:
        wrong["starts_on"] = [
            say("Het doorstroomtraject begon op %(first)s. Kies een latere dag.", first=track.starts_on)
        ]
    ends_on = answers.get("contract_ends_on")
    if ends_on is not None and ends_on < answers["starts_on"]:
        wrong["contract_ends_on"] = [say("Het contract eindigt voor het begint.")]
    if wrong:
        raise AnswersInvalid(wrong)
    planned = tracks.plan_phase(work, Phase.NAZORG, first=answers["starts_on"])
    job = flow_throughs.register(
        work,
        employer_name=answers["employer_name"],
        employer_number=number,
        job=answers["job"],
        starts_on=answers["starts_on"],
        support=NewJobSupport(answers["support"]),
        support_package=answers.get("support_package"),
        contract_type=answers["contract_type"],
        contract_ends_on=ends_on,
        hours_week=answers["hours_week"],
        track_id=track.id,
        aftercare_until=planned.latest,
    )
    return {"track_counts": job.counts, "track_hire_at": format_moment(start_of_day(job.starts_on))}


@known("track_aftercare")
def aftercare_so_far(work: Work) -> dict[str, Any]:
    """The aftercare ends today, or on its last possible day when that is over."""
    return tracks.end_known(work)


@panels("track_aftercare")
def before_ending_aftercare(work: Work) -> list[Panel]:
    """The new job, the phase with its maximum, the hours so far."""
    job = flow_throughs.latest(work)
    rows: list[tuple[Text | str, object]] = []
    if job is not None:
        rows = [(say("Werkgever"), job.employer_name), (say("Functie"), job.job), (say("Sinds"), job.starts_on)]
        rows.extend(
            (say("Opvolging na %(months)s maanden", months=row.months), row.due_on)
            for row in flow_throughs.follow_ups(work, job)
        )
    return [Panel(say("Nieuwe job"), rows), *phase_panels(work)]


@record("track_aftercare")
def end_aftercare(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Close the aftercare within its maximum. Who still works there has flowed through."""
    track = tracks.in_hand(work)
    running = tracks.start_phase(work, tracks.plan_phase(work, Phase.NAZORG))
    tracks.ensure_phase_can_end(work, running, answers["ended_on"])
    track_hours.log_hours(work, track, Phase.NAZORG, answers.get("hours") or [])
    still_working = answers["still_working"] == "yes"
    job = flow_throughs.latest(work)
    if job is not None:
        job.aftercare_ended_on, job.aftercare_report = answers["ended_on"], answers["report"]
        first = flow_throughs.follow_ups(work, job)[0]
        first.done_on, first.still_working, first.remark = work.today, still_working, answers.get("lost_reason")
    result = PhaseResult.GESLAAGD if still_working else PhaseResult.NIET_GESLAAGD
    tracks.end_phase(running, answers["ended_on"], result, answers["report"])
    if not still_working:
        return {"track_still_working": False}
    return {"track_still_working": True} | tracks.end(work, track, TrackOutcome.HIRED, None)
