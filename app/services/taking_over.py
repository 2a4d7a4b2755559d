"""One employee in service is taken over: registered, his contract and advice on record, his trajectory running.

The case begins where the hiring would have ended (docs/decisions/0029). What the hiring would have decided is what the
facts leave no choice about: the clock runs from the first working day, and nobody worked with a measure before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import engine
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.codes import ClockReading, TrajectoryStatus
from app.domain.errors import Conflict
from app.domain.identifiers import national_number
from app.domain.plan_dates import first_plan_after_takeover
from app.domain.text import say
from app.models.base import search_digest
from app.models.clock import now, today
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.queries import rules
from app.services import answers as given_answers
from app.services import audit, broken_steps, people, trajectories
from app.services.apply import apply_snapshot
from app.services.cases import new_case
from app.services.definitions import compiled, current, form_at
from app.services.facts.registry import facts_of
from app.services.first_parties import set_first_parties
from app.services.national_numbers import known_already
from app.services.parties import know_parties
from app.services.records.hiring import employment_of
from app.services.records.trajectory import begin, new_person
from app.services.work import Work

PROCESS = "trajectory"
_HIRING = frozenset({(PROCESS, "hire")})
_HIRED = {"hiring_outcome": "started"}
_REASON = "Overgenomen uit een bestand: de werknemer was al in dienst en de klok loopt vanaf de eerste werkdag."


@dataclass(frozen=True)
class InService:
    """Somebody in service, as checked: the answers to the form that starts a trajectory, and to that of the contract.

    `hours_since`: from when the hours of the contract hold; `last_plan_on`: when the last plan was signed, if any.
    """

    person: dict[str, Any]
    contract: dict[str, Any]
    hours_since: date
    last_plan_on: date | None


def definition_in_force(session: Session) -> tuple[int, engine.Definition]:
    """The version of the process that new cases get. Conflict where it has no hiring to begin after."""
    version = current(session, PROCESS)
    definition = compiled(session, version)
    elements, variables = definition.elements, definition.variables_of(PROCESS)
    if any(place not in elements for place in _HIRING) or not variables.keys() >= _HIRED.keys():
        text = say("In de versie van het traject die nu geldt, is er geen aanwerving om over te slaan.")
        raise Conflict(text)
    return version, definition


def take_over(session: Session, actor: Actor, found: InService, takeover_id: int, row_digest: str) -> int:
    """Take one employee over inside the running transaction; the id of his case. Who may, is asked before.

    Refusals: AnswersInvalid (his trajectory runs already, he is registered elsewhere), CannotBegin.
    """
    version, definition = definition_in_force(session)
    person = _person(session, actor, found)
    case = new_case(session, actor, PROCESS, version, person.name, None)
    case.person_id, case.organisation_id = person.id, person.organisation_id
    know_parties(session, case.id, {})
    work = Work(session, actor, now(session), case)
    set_first_parties(work, definition.roles)
    trajectory = begin(work, person, found.person, found.contract["starts_on"])
    _employ(work, trajectory, found)
    _write_down(work, definition, found)
    audit.record(
        session, Tag.PERSON_TAKEN_OVER, actor=actor, case_id=case.id, person=person.id, takeover=takeover_id,
        row_digest=row_digest,
    )  # fmt: skip
    with broken_steps.beginning(definition), engine.passing(_HIRING):
        snapshot = engine.start(definition, _HIRED, facts=facts_of(work), now=work.now)
        apply_snapshot(work, snapshot)
    return case.id


def _person(session: Session, actor: Actor, found: InService) -> Person:
    """The employee: registered now, or before by the same enterprise. What it says of him then stays."""
    digits = national_number(found.person["national_number"], today=today(session)).digits
    person = session.scalars(
        select(Person).where(Person.number_digest == search_digest(digits)).with_for_update()
    ).first()  # locked: of two who take him over at once, the second sees the trajectory of the first
    new = new_person(found.person)
    if person is None:
        person = people.enter(session, actor, new)
        person.birth_date = found.person["birth_date"]
    elif person.organisation_id != new.organisation_id:
        raise known_already()
    elif person.coach_id != new.coach_id:
        person.coach_id = new.coach_id
        audit.record(session, Tag.PERSON_CHANGED, actor=actor, person=person.id, fields=["coach"])
    return person


def _employ(work: Work, trajectory: Trajectory, found: InService) -> None:
    employment = employment_of(trajectory, found.contract)
    employment.starts_on = found.hours_since
    work.session.add(employment)
    hired_on: date = found.contract["starts_on"]
    trajectory.anchor_on = trajectory.clock_start = hired_on
    trajectory.clock_reading, trajectory.clock_reason = ClockReading.GEEN.value, _REASON
    trajectory.clock_decided_by, trajectory.clock_decided_on = work.actor.user_id, work.today
    trajectory.max_years = rules.at(work.session, hired_on).whole("traject.maxJaren")
    holding = rules.at(work.session, work.today)
    trajectory.first_plan_on = first_plan_after_takeover(hired_on, work.today, found.last_plan_on, holding)
    trajectories.set_status(work, trajectory, TrajectoryStatus.LOPEND, "takeover")
    work.session.flush()


def _write_down(work: Work, definition: engine.Definition, found: InService) -> None:
    """Keep what the start form would have; the national number stands sealed with the person, and nowhere else."""
    case = work.case
    given = form_at(definition, PROCESS, "start").to_answers(found.person)
    given.pop("national_number", None)
    _, digest = given_answers.keep(work, given, "start")
    audit.record(
        work.session, Tag.CASE_STARTED, actor=work.actor, case_id=case.id, process=case.process,
        definition=case.definition_id, person=case.person_id, organisation=case.organisation_id, answers_digest=digest,
    )  # fmt: skip
