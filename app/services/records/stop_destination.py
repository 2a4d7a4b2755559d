"""Where one employee goes when his project stops: a task of its own for each of them (block D)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from app.domain.codes import StopDestination, StopKind
from app.domain.errors import AnswersInvalid
from app.domain.project_stop import keeps_clock
from app.domain.text import Text, say
from app.models.employment import Employment
from app.models.person import Person
from app.models.stop import StopEmployee
from app.models.trajectory import Trajectory
from app.services import person_moves, stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_panels import shown, stop_panel
from app.services.subjects import parse_id
from app.services.work import Work


@panels("stop_destination")
def about_the_employee(work: Work) -> list[Panel]:
    """The employee as he stood at the notification, and the stop."""
    employee = stops.employee_in_hand(work)
    person = work.session.get_one(Person, employee.person_id)
    rows: list[tuple[Text | str, object]] = [
        (say("Naam"), person.name),
        (say("Tewerkstellingsbreuk"), shown(employee.fraction)),
        (say("Start van het traject"), employee.starts_on),
        (say("Theoretisch einde"), employee.legal_end),
    ]
    return [Panel(say("De werknemer"), rows), stop_panel(work)]


@known("stop_destination")
def first_day_after(work: Work) -> dict[str, Any]:
    """The day after the stop."""
    return {"destination_on": stops.in_hand(work).stop_date + timedelta(days=1)}


@record("stop_destination")
def record_destination(work: Work, answers: dict[str, Any]) -> None:
    """Keep where the employee goes. Who goes to another LDE service moves with his contract and keeps his clock."""
    employee = stops.employee_in_hand(work)
    destination = StopDestination(answers["destination"])
    _check(work, employee, destination, answers)
    employee.destination = destination.value
    employee.destination_on = answers["destination_on"]
    employee.destination_note = answers.get("destination_note")
    employee.long_term_ill = answers["long_term_ill"] == "ja"
    employee.vdab_informed_on = answers.get("vdab_informed_on")
    employee.recorded_by, employee.recorded_at = work.actor.user_id, work.now
    if keeps_clock(destination):
        _move(work, employee, answers)


def _check(work: Work, employee: StopEmployee, destination: StopDestination, answers: dict[str, Any]) -> None:
    wrong: dict[str, list[Text]] = {}
    whole = stops.in_hand(work).kind == StopKind.VOLLEDIG.value
    if whole and destination is StopDestination.ANDERE_DIENST:
        wrong["destination"] = [say("Bij een volledige stopzetting is er geen andere LDE-dienst van deze onderneming.")]
    ill = answers["long_term_ill"] == "ja"
    if ill and destination is StopDestination.ONTSLAG and not answers.get("ill_confirmed"):
        text = say("Van een langdurig zieke werknemer wordt verwacht dat hij niet ontslagen wordt. Bevestig het.")
        wrong["ill_confirmed"] = [text]
    contract = _contract(work, employee)
    if keeps_clock(destination) and contract is not None and answers["destination_on"] <= contract.starts_on:
        text = say("Het contract begon pas op %(day)s. Kies een latere dag.", day=contract.starts_on)
        wrong["destination_on"] = [text]
    if wrong:
        raise AnswersInvalid(wrong)


def _contract(work: Work, employee: StopEmployee) -> Employment | None:
    """The contract that is still open, or else ends last."""
    return work.session.scalars(
        select(Employment)
        .where(
            Employment.trajectory_id == employee.trajectory_id,
            or_(Employment.ends_on.is_(None), Employment.ends_on >= stops.in_hand(work).stop_date),
        )
        .order_by(Employment.starts_on.desc())
        .limit(1)
    ).first()


def _move(work: Work, employee: StopEmployee, answers: dict[str, Any]) -> None:
    """The contract goes on in another place; the trajectory and its clock are not touched (domain.md §3, T21)."""
    organisation_id = stops.in_hand(work).organisation_id
    if answers.get("new_organisation"):
        organisation_id = parse_id(answers["new_organisation"], "new_organisation")
        employee.new_organisation_id = organisation_id
    contract = _contract(work, employee)
    if contract is not None:
        work.session.add(
            Employment(
                person_id=contract.person_id,
                trajectory_id=contract.trajectory_id,
                organisation_id=organisation_id,
                contract_type=contract.contract_type,
                starts_on=answers["destination_on"],
                ends_on=contract.ends_on,
                hours_week=contract.hours_week,
                fulltime_hours=contract.fulltime_hours,
                fraction=contract.fraction,
                within_quota=contract.within_quota,
                quota_reason=contract.quota_reason,
                job=answers["new_job"],
            )
        )
        contract.ends_on = answers["destination_on"] - timedelta(days=1)
    if employee.new_organisation_id is not None:
        work.session.get_one(Trajectory, employee.trajectory_id).organisation_id = organisation_id
        person_moves.move_to_enterprise(work.session, work.actor, employee.person_id, organisation_id)
