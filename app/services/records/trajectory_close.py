"""A trajectory near its end: the term that has passed, internal flow-through, destination (domain.md §2.6, §2.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.codes import Destination, NewJobSupport
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.services import flow_throughs, trajectories
from app.services.records.registry import Panel, known, panels, record
from app.services.records.term_panels import term_panels
from app.services.terms import term_of
from app.services.work import Work


@panels("term_passed")
def over_time(work: Work) -> list[Panel]:
    """The term that is over, with its sum."""
    return term_panels(work)


@record("term_passed")
def agree_what_now(work: Work, answers: dict[str, Any]) -> None:
    """Only what people agreed is kept (with the answers): nothing is extended or ended by it."""


@known("internal_flow")
def as_announced(work: Work) -> dict[str, Any]:
    """What the employer said at the evaluation."""
    evaluation = _last_evaluation(work)
    employment = work.person.organisation_id if work.person else None
    if evaluation is None or employment is None:
        return {}
    support = evaluation.internal_support if evaluation.internal_support in set(NewJobSupport) else None
    return {"starts_on": evaluation.internal_from, "support": support, "job": evaluation.internal_job}


@panels("internal_flow")
def before_internal_flow(work: Work) -> list[Panel]:
    """The term: internal flow-through closes the premium file the day before it begins (T14)."""
    return term_panels(work)


@record("internal_flow")
def register_internal(work: Work, answers: dict[str, Any]) -> None:
    """The employee stays, without or with less support; more support is no flow-through (decree art. 3, 2°)."""
    support = NewJobSupport(answers["support"])
    trajectory = trajectories.in_hand(work)
    if trajectory.clock_start and answers["starts_on"] <= trajectory.clock_start:
        raise AnswersInvalid({"starts_on": [say("Deze dag ligt voor de start van het traject.")]})
    row = flow_throughs.register_internal(work, starts_on=answers["starts_on"], support=support, job=answers.get("job"))
    if not row.counts:
        text = say("Met evenveel of meer steun is dit geen doorstroom. Kies een andere uitkomst met VDAB.")
        raise AnswersInvalid({"support": [text]})
    row.contract_type, row.hours_week = str(answers["contract_type"]), answers["hours_week"]
    row.contract_ends_on = answers.get("contract_ends_on")


@known("trajectory_close")
def destination_so_far(work: Work) -> dict[str, Any]:
    """Where the outcomes of evaluation, track and referral point, and the last day that goes with it."""
    return {"destination": _pointed_at(work.case.variables), "ended_on": _last_day(work)}


@panels("trajectory_close")
def before_closing(work: Work) -> list[Panel]:
    """The term and the job that was found."""
    found = flow_throughs.latest(work)
    rows: list[tuple[Text | str, object]] = []
    if found is not None:
        rows = [
            (say("Werkgever"), found.employer_name),
            (say("Vanaf"), found.starts_on),
            (say("Steun"), Text(NewJobSupport(found.support).label)),
        ]
    return [*term_panels(work), *([Panel(say("Nieuwe job"), rows)] if rows else [])]


@record("trajectory_close")
def close(work: Work, answers: dict[str, Any]) -> None:
    """The official puts the destination on record."""
    trajectory = trajectories.in_hand(work)
    destination = Destination(answers["destination"])
    ended_on: date = answers["ended_on"]
    wrong: dict[str, list[Text]] = {}
    if trajectory.clock_start and ended_on < trajectory.clock_start:
        text = say("Deze dag ligt voor de start van het traject (%(start)s).", start=trajectory.clock_start)
        wrong["ended_on"] = [text]
    if destination is Destination.VROEGTIJDIG:
        text = say("Een vroegtijdig einde meldt de jobcoach of de onderneming. Kies een andere bestemming.")
        wrong["destination"] = [text]
    if destination is Destination.GEEN and not answers.get("note"):
        wrong["note"] = [say("Schrijf op wie de werknemer verder opvolgt.")]
    if wrong:
        raise AnswersInvalid(wrong)
    trajectories.end(work, trajectory, destination, ended_on, answers.get("note"))


def _pointed_at(variables: dict[str, Any]) -> str:
    if variables.get("track_outcome") == "hired":
        return Destination.DOORSTROOM.value
    if variables.get("evaluation_outcome") == "internal":
        return Destination.INTERN.value
    if variables.get("referral_outcome") == "accepted":
        return Destination.ANDERE_MAATREGEL.value
    if variables.get("evaluation_outcome") == "reindicate":
        return Destination.HERINDICATIE.value
    return Destination.GEEN.value


def _last_day(work: Work) -> date | None:
    """The day before the new job; without one the last day of the term, or today when that is earlier."""
    trajectory = work.trajectory
    found = flow_throughs.latest(work)
    if found is not None:
        return found.starts_on - timedelta(days=1)
    term = term_of(work.session, trajectory, work.today) if trajectory else None
    return min(term.last_day, work.today) if term else work.today


def _last_evaluation(work: Work) -> Evaluation | None:
    return work.session.scalars(
        select(Evaluation).where(Evaluation.case_id == work.case.id).order_by(Evaluation.id.desc()).limit(1)
    ).first()
