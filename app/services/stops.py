"""What a project stop is about: the notification, the employees of the enterprise, its full-time equivalents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Membership, Role
from app.domain.codes import Destination, EarlyEndReason, StopDestination, StopKind, TrajectoryStatus
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.finding import Finding
from app.domain.headcount import check_scale, reaches_minimum, remaining_fte, yearly_average
from app.domain.project_stop import keeps_clock
from app.domain.quarter import Quarter, quarter_of
from app.domain.rules import RulesOnDay
from app.domain.text import say
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.stop import StopEmployee, StopNotification
from app.models.trajectory import Trajectory
from app.services.headcount import fte_by_quarter
from app.services.work import Work


@dataclass(frozen=True)
class Working:
    """An employee with a running trajectory on a day, and the contract that holds then."""

    person: Person
    trajectory: Trajectory
    employment: Employment


@dataclass(frozen=True)
class Scale:
    """The full-time equivalents of an enterprise around a stop, and what the minimum says about them (T21, T22)."""

    before: Decimal
    after: Decimal
    quarters: tuple[tuple[Quarter, Decimal], ...]
    average: Decimal
    enough: bool
    findings: tuple[Finding, ...]


def enterprise_of(work: Work) -> Organisation:
    """The enterprise that notifies: the subject of the case, or else the one enterprise the actor leads.

    Only its own leadership may notify a stop. Refusals: NotAllowed, AnswersInvalid (several enterprises, none chosen).
    """
    session, actor = work.session, work.actor
    own = sorted(m.organisation_id for m in actor.memberships if m.role is Role.EMPLOYER)
    if work.case.organisation_id is None:
        if len(own) != 1:
            raise AnswersInvalid({"subject": [say("Kies de onderneming die de stopzetting meldt.")]})
        return session.get_one(Organisation, own[0])
    organisation = session.get_one(Organisation, work.case.organisation_id)
    if not actor.system and Membership(Role.EMPLOYER, organisation.id) not in actor.memberships:
        raise NotAllowed(say("Alleen de leiding van de onderneming kan haar stopzetting melden."))
    return organisation


def in_hand(work: Work) -> StopNotification:
    """The notification of the case; every task after the start has one. Asked of the table once in a session."""
    key = ("stop_notification", work.case.id)
    found = db.known(work.session).get(key)
    if not isinstance(found, StopNotification):
        found = work.session.scalars(select(StopNotification).where(StopNotification.case_id == work.case.id)).one()
        db.known(work.session)[key] = found
    return found


def employees_of(session: Session, notification_id: int) -> Sequence[StopEmployee]:
    """The affected employees, in the order in which they were named."""
    return session.scalars(
        select(StopEmployee).where(StopEmployee.notification_id == notification_id).order_by(StopEmployee.id)
    ).all()


def employee_in_hand(work: Work) -> StopEmployee:
    """The employee that the task in hand (one of several side by side) is about."""
    person_id = int(str(work.task.item)) if work.task is not None else 0
    return work.session.scalars(
        select(StopEmployee).where(
            StopEmployee.notification_id == in_hand(work).id, StopEmployee.person_id == person_id
        )
    ).one()


def working_at(session: Session, organisation_id: int, day: date) -> list[Working]:
    """Who works at the enterprise within a running trajectory on a day, by last name."""
    rows = session.execute(
        select(Person, Trajectory, Employment)
        .join(Trajectory, Trajectory.person_id == Person.id)
        .join(Employment, Employment.trajectory_id == Trajectory.id)
        .where(
            Employment.organisation_id == organisation_id,
            Employment.starts_on <= day,
            or_(Employment.ends_on.is_(None), Employment.ends_on >= day),
            Trajectory.clock_start.is_not(None),
            or_(Trajectory.ended_on.is_(None), Trajectory.ended_on >= day),
            or_(Trajectory.status != TrajectoryStatus.BEEINDIGD.value, Trajectory.ended_on.is_not(None)),
        )
        .order_by(Person.search_name, Person.id, Employment.starts_on.desc())
    )
    newest: dict[int, Working] = {}
    for person, trajectory, employment in rows:
        newest.setdefault(trajectory.id, Working(person, trajectory, employment))
    return list(newest.values())


def fte(working: Sequence[Working]) -> Decimal:
    """The full-time equivalents of these employees together: the sum of their contractual fractions."""
    return sum((each.employment.fraction for each in working), Decimal(0))


def scale_after(session: Session, notification: StopNotification, rules: RulesOnDay) -> Scale:
    """What the stop leaves of the enterprise: right after it, and on average over the four quarters of its year.

    Who has no destination yet counts as leaving: the check must not be kinder than what may happen.
    """
    affected = employees_of(session, notification.id)
    named = {each.trajectory_id for each in affected}
    at_the_stop = working_at(session, notification.organisation_id, notification.stop_date)
    others = fte([each for each in at_the_stop if each.trajectory.id not in named])
    before = others + sum((each.fraction for each in affected), Decimal(0))
    after = remaining_fte(before, [(each.fraction, _worst_destination(each)) for each in affected])
    leaving = [each for each in affected if _worst_destination(each) is not StopDestination.ANDERE_DIENST]
    ends = {each.trajectory_id: _last_day(each, notification) for each in leaving}
    year = quarter_of(notification.stop_date).year_round()
    quarters = fte_by_quarter(session, notification.organisation_id, year, ends)
    values = [value for _, value in quarters]
    findings = () if notification.kind == StopKind.VOLLEDIG.value else check_scale(after, rules)
    return Scale(before, after, quarters, yearly_average(values), reaches_minimum(values, rules), findings)


def _worst_destination(employee: StopEmployee) -> StopDestination:
    return StopDestination(employee.destination or StopDestination.ONTSLAG.value)


def _last_day(employee: StopEmployee, notification: StopNotification) -> date:
    if employee.destination_on is None:
        return notification.stop_date
    return employee.destination_on - timedelta(days=1)


_EARLY_END = {
    StopDestination.DOORSTROOM: EarlyEndReason.DOORSTROOM_VROEG,
    StopDestination.ONTSLAG: EarlyEndReason.ONTSLAG_WG,
    StopDestination.CMW: EarlyEndReason.OMZETTING_CMW,
}


_DESTINATION = {
    StopDestination.IMW: Destination.ANDERE_MAATREGEL,
    StopDestination.CMW: Destination.ANDERE_MAATREGEL,
    StopDestination.DOORSTROOM: Destination.DOORSTROOM,
    StopDestination.BLIJFT_ZONDER_STEUN: Destination.INTERN,
}


def known_early_end(session: Session, trajectory_id: int) -> dict[str, object]:
    """What a stop already says about the early end of a trajectory: reason and last day; empty without a stop."""
    employee = _leaving(session, trajectory_id)
    if employee is None or employee.destination_on is None:
        return {}
    code = _EARLY_END.get(_worst_destination(employee), EarlyEndReason.WERKGEVER_STOP)
    return {"code": code.value, "ends_on": employee.destination_on - timedelta(days=1)}


def known_destination(session: Session, trajectory_id: int) -> Destination | None:
    """Where a trajectory that a stop ended leads, as far as the stop says; None without one."""
    employee = _leaving(session, trajectory_id)
    return _DESTINATION.get(_worst_destination(employee)) if employee else None


def _leaving(session: Session, trajectory_id: int) -> StopEmployee | None:
    """What the newest stop says about somebody whose trajectory it ends."""
    employee = session.scalars(
        select(StopEmployee)
        .where(StopEmployee.trajectory_id == trajectory_id, StopEmployee.destination_on.is_not(None))
        .order_by(StopEmployee.id.desc())
        .limit(1)
    ).first()
    return employee if employee is not None and not keeps_clock(_worst_destination(employee)) else None
