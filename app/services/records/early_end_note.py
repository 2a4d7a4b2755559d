"""The official takes note of an early end: the destination, and the new job if there is one (domain.md §2.8, §2.10)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.codes import Destination, EarlyEndReason, NewJobSupport
from app.domain.errors import AnswersInvalid
from app.domain.flow_through import counts_as_flow_through
from app.domain.text import Text, say
from app.services import flow_throughs, stops, trajectories
from app.services.records.early_end import end_panel, in_hand, reaction_panel
from app.services.records.registry import Panel, known, panels, record
from app.services.records.term_panels import term_panels
from app.services.work import Work

# Where each reason points; the official decides.
_USUAL = {
    EarlyEndReason.DOORSTROOM_VROEG: Destination.DOORSTROOM,
    EarlyEndReason.OMZETTING_CMW: Destination.ANDERE_MAATREGEL,
}
_NEW_JOB = {Destination.DOORSTROOM, Destination.INTERN}


@known("early_end_note")
def usual_destination(work: Work) -> dict[str, Any]:
    """Where the reason or the project stop points, the day that was reported, and the first day after it."""
    row = in_hand(work)
    usual = _USUAL.get(EarlyEndReason(row.code), Destination.VROEGTIJDIG) if row.code else Destination.VROEGTIJDIG
    pointed = stops.known_destination(work.session, trajectories.in_hand(work).id) or usual
    first_day = row.ends_on + timedelta(days=1) if row.ends_on else None
    return {"destination": pointed.value, "ended_on": row.ends_on, "job_starts_on": first_day}


@panels("early_end_note")
def to_note(work: Work) -> list[Panel]:
    """Everything on the end, and what it does not mean."""
    row = in_hand(work)
    return [end_panel(row), *reaction_panel(row), *term_panels(work)]


@record("early_end_note")
def take_note(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The official takes note and puts the destination on record: the trajectory has ended.

    A new job is registered, so that it is followed up like one that a transition track ended in.
    """
    row = in_hand(work)
    trajectory = trajectories.in_hand(work)
    destination, ended_on = Destination(answers["destination"]), answers["ended_on"]
    if trajectory.clock_start and ended_on < trajectory.clock_start:
        text = say("Deze dag ligt voor de start van het traject (%(start)s).", start=trajectory.clock_start)
        raise AnswersInvalid({"ended_on": [text]})
    if destination in _NEW_JOB:
        _register_job(work, destination, ended_on, answers)
    row.noted_on, row.noted_by = work.today, work.actor.user_id
    trajectories.end(work, trajectory, destination, ended_on, answers.get("note"))
    return {"early_end_outcome": "new_job" if destination in _NEW_JOB else "ended"}


def _register_job(work: Work, destination: Destination, ended_on: date, answers: dict[str, Any]) -> None:
    wrong: dict[str, list[Text]] = {}
    support, starts_on = NewJobSupport(answers["support"]), answers["job_starts_on"]
    if not counts_as_flow_through(support):
        wrong["support"] = [say("Met evenveel of meer steun is dit geen doorstroom. Kies een andere bestemming.")]
    if starts_on <= ended_on:
        wrong["job_starts_on"] = [say("Het traject loopt tot en met %(last)s. Kies een latere dag.", last=ended_on)]
    number = None
    if destination is Destination.DOORSTROOM:
        number = flow_throughs.employer_number(answers["employer_number"], wrong)
    if wrong:
        raise AnswersInvalid(wrong)
    if destination is Destination.INTERN:
        flow_throughs.register_internal(work, starts_on=starts_on, support=support, job=answers["job"])
        return
    flow_throughs.register(
        work, employer_name=answers["employer_name"], employer_number=number,
        job=answers["job"], starts_on=starts_on, support=support,
    )  # fmt: skip
