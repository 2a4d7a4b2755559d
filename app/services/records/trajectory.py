"""The trajectory itself: registering it, what to do when its term has passed, its destination."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import Destination, NewJobSupport, TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import national_number
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.base import search_digest
from app.models.evaluation import Evaluation
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.models.user import Membership
from app.queries.visible import visible_person
from app.services import flow_throughs, people, trajectories
from app.services.first_parties import person_places
from app.services.parties import set_party
from app.services.records.advice import add_indication
from app.services.records.registry import Panel, known, panels, record
from app.services.records.term_panels import term_panels
from app.services.terms import term_of
from app.services.work import Work

_FIELDS = {"organisation_id": "organisation", "coach_id": "coach"}


@record("trajectory_start")
def register(work: Work, answers: dict[str, Any]) -> None:
    """Register the person where he is new, his advice and his trajectory, and who takes part.

    Refused: a person whose trajectory still runs, an advice that is over, a birth date that is not the number's.
    """
    person = _person(work, answers)
    if trajectories.running_of(work.session, person.id) is not None:
        raise AnswersInvalid({"national_number": [say("Deze persoon heeft al een traject dat loopt.")]})
    case = work.case
    case.person_id, case.organisation_id = person.id, person.organisation_id
    case.title, case.search_title = person.name, fold(person.name)
    add_indication(work, person.id, answers)
    trajectory = Trajectory(
        person_id=person.id, case_id=case.id, organisation_id=person.organisation_id,
        status=TrajectoryStatus.AANGEVRAAGD.value,
    )  # fmt: skip
    work.session.add(trajectory)
    work.session.flush()
    for role, (organisation_id, user_id) in person_places(work, person).items():
        set_party(work.session, case, role, organisation_id, user_id, actor=work.actor)
    for role in (Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT):
        set_party(work.session, case, role, int(answers["vdab_region"]), actor=work.actor)


def _person(work: Work, answers: dict[str, Any]) -> Person:
    number = national_number(answers["national_number"], today=work.today)
    born: date = answers["birth_date"]
    if number.born is not None and born != number.born:
        text = say("Deze datum past niet bij het rijksregisternummer, dat zegt %(born)s.", born=number.born)
        raise AnswersInvalid({"birth_date": [text]})
    known_person = work.session.scalars(
        select(Person).where(Person.number_digest == search_digest(number.digits)).with_for_update()
    ).first()  # locked: of two who start for him at once, the second sees the trajectory of the first
    if known_person is None:
        return _new_person(work, answers)
    return _same_person(work, known_person, answers)


def _new_person(work: Work, answers: dict[str, Any]) -> Person:
    if work.case.person_id is not None:
        text = say("Dit is niet het nummer van de persoon voor wie u dit traject start.")
        raise AnswersInvalid({"national_number": [text]})
    new = people.NewPerson(
        first_name=answers["first_name"], last_name=answers["last_name"],
        national_number=answers["national_number"], organisation_id=int(answers["organisation"]),
        coach_id=_optional_id(answers.get("coach")), language=str(answers["language"]),
        address=answers.get("address"), email=answers.get("email"), phone=answers.get("phone"),
    )  # fmt: skip
    try:
        person = people.add(work.session, work.actor, new)
    except AnswersInvalid as refusal:
        raise AnswersInvalid({_FIELDS.get(key, key): texts for key, texts in refusal.errors.items()}) from None
    person.birth_date = answers["birth_date"]
    return person


def _same_person(work: Work, person: Person, answers: dict[str, Any]) -> Person:
    """A person we know already may start again, if the actor sees him; he moves to the enterprise that hires him."""
    sees = select(Person.id).where(Person.id == person.id, visible_person(work.actor))
    if work.case.person_id not in (None, person.id) or work.session.scalar(sees) is None:
        text = say("Deze persoon is al bekend. Vraag de vorige onderneming of VDAB om het dossier over te dragen.")
        raise AnswersInvalid({"national_number": [text]})
    person.organisation_id = int(answers["organisation"])
    person.coach_id = _optional_id(answers.get("coach"))
    if person.coach_id and not _coaches_at(work, person.coach_id, person.organisation_id):
        raise AnswersInvalid({"coach": [say("Kies een coach van deze onderneming.")]})
    work.session.flush()
    return person


def _coaches_at(work: Work, user_id: int, organisation_id: int) -> bool:
    found = select(Membership.id).where(
        Membership.user_id == user_id,
        Membership.role == Role.COACH.value,
        Membership.organisation_id == organisation_id,
    )
    return work.session.scalar(found) is not None


def _optional_id(value: str | None) -> int | None:
    return int(value) if value else None


@known("trajectory_start")
def known_person(work: Work) -> dict[str, Any]:
    """What is known of the person when the trajectory is started from his page. His number is asked again."""
    person = work.person
    if person is None:
        return {}
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date,
        "language": person.language,
        "phone": person.phone,
        "email": person.email,
        "address": person.address,
        "organisation": str(person.organisation_id),
        "coach": str(person.coach_id) if person.coach_id else None,
    }


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
