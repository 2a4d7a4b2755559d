"""The new job after a trajectory: registered once, with the days on which it is followed up (domain.md §2.8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.domain.codes import Destination, NewJobSupport
from app.domain.flow_through import FOLLOW_UP, counts_as_flow_through, follow_up_days
from app.domain.identifiers import InvalidIdentifier, enterprise_number
from app.domain.text import Text
from app.models.flow_through import FlowThrough, FlowThroughFollowUp
from app.models.organisation import Organisation
from app.services.work import Work

_FLOWED_THROUGH = {Destination.DOORSTROOM.value, Destination.INTERN.value}


def register(
    work: Work,
    *,
    employer_name: str,
    employer_number: str | None,
    job: str | None,
    starts_on: date,
    support: NewJobSupport,
    support_package: str | None = None,
    contract_type: str | None = None,
    contract_ends_on: date | None = None,
    hours_week: Decimal | None = None,
    track_id: int | None = None,
    aftercare_until: date | None = None,
    internal: bool = False,
) -> FlowThrough:
    """Register a job that follows on from the trajectory, and when to ask whether it lasts."""
    if work.case.person_id is None:
        raise LookupError("a new job is about a person")
    trajectory = work.trajectory
    row = FlowThrough(
        case_id=work.case.id,
        person_id=work.case.person_id,
        trajectory_id=trajectory.id if trajectory else None,
        track_id=track_id,
        internal=internal,
        employer_id=_organisation_id(work, employer_number),
        employer_name=employer_name,
        employer_number=employer_number,
        job=job,
        starts_on=starts_on,
        contract_type=contract_type,
        contract_ends_on=contract_ends_on,
        hours_week=hours_week,
        support=support.value,
        support_package=support_package,
        counts=counts_as_flow_through(support),
        aftercare_until=aftercare_until,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        FlowThroughFollowUp(flow_through_id=row.id, months=months, due_on=due)
        for months, due in zip(FOLLOW_UP, follow_up_days(starts_on), strict=True)
    )
    return row


def register_internal(work: Work, *, starts_on: date, support: NewJobSupport, job: str | None) -> FlowThrough:
    """The employee stays at his enterprise without, or with less, support (T14). Once per trajectory.

    A second call (the employer confirms the day) changes the registered job instead of adding one.
    """
    earlier = latest(work)
    if earlier is not None and earlier.internal:
        earlier.starts_on, earlier.support, earlier.job = starts_on, support.value, job or earlier.job
        earlier.counts = counts_as_flow_through(support)
        return earlier
    person = work.person
    employer = work.session.get(Organisation, person.organisation_id) if person else None
    return register(
        work,
        employer_name=employer.name if employer else "",
        employer_number=employer.number if employer else None,
        job=job,
        starts_on=starts_on,
        support=support,
        internal=True,
    )


def employer_number(text: str, wrong: dict[str, list[Text]]) -> str:
    """The number of the new employer in plain digits; what is wrong with it goes under its field in `wrong`."""
    try:
        return enterprise_number(text)
    except InvalidIdentifier as problem:
        wrong["employer_number"] = [problem.text]
        return ""


def latest(work: Work) -> FlowThrough | None:
    """The job registered last for the person of the case, in this case."""
    return work.session.scalars(
        select(FlowThrough).where(FlowThrough.case_id == work.case.id).order_by(FlowThrough.id.desc()).limit(1)
    ).first()


def follow_ups(work: Work, job: FlowThrough) -> list[FlowThroughFollowUp]:
    """The days on which a job is followed up, and what was heard on them, first day first."""
    rows = select(FlowThroughFollowUp).where(FlowThroughFollowUp.flow_through_id == job.id)
    return list(work.session.scalars(rows.order_by(FlowThroughFollowUp.months)))


def next_follow_up(work: Work) -> FlowThroughFollowUp | None:
    """The follow-up to do next. None without flow-through, after the last one, or when the job is lost."""
    trajectory, job = work.trajectory, latest(work)
    if job is None or trajectory is None or trajectory.destination not in _FLOWED_THROUGH:
        return None
    rows = follow_ups(work, job)
    if any(row.still_working is False for row in rows):
        return None
    return next((row for row in rows if row.done_on is None), None)


def _organisation_id(work: Work, number: str | None) -> int | None:
    if not number:
        return None
    return work.session.scalars(select(Organisation.id).where(Organisation.number == number)).first()
