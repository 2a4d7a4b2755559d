"""The trajectory begins: the person, his advice, and who takes part."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import NationalNumber, national_number
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.base import search_digest
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.models.user import Membership
from app.queries.visible import visible_person
from app.services import people, trajectories
from app.services.first_parties import person_places
from app.services.parties import set_party
from app.services.records.advice import add_indication
from app.services.records.registry import known, record
from app.services.work import Work

_FIELDS = {"organisation_id": "organisation", "coach_id": "coach"}


@record("trajectory_start")
def register(work: Work, answers: dict[str, Any]) -> None:
    """Register the person where he is new, his advice and his trajectory, and who takes part.

    Refused: a person whose trajectory still runs, an advice that is over, a birth date that is not the number's.
    """
    begin(work, _person(work, answers), answers)


def begin(work: Work, person: Person, answers: dict[str, Any], advice_needed_on: date | None = None) -> Trajectory:
    """Let a trajectory of this person begin on the case in hand, with his advice and who takes part."""
    if trajectories.running_of(work.session, person.id) is not None:
        raise AnswersInvalid({"national_number": [say("Deze persoon heeft al een traject dat loopt.")]})
    case = work.case
    case.person_id, case.organisation_id = person.id, person.organisation_id
    case.title, case.search_title = person.name, fold(person.name)
    add_indication(work, person.id, answers, advice_needed_on)
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
    return trajectory


def _person(work: Work, answers: dict[str, Any]) -> Person:
    number = national_number(answers["national_number"], today=work.today)
    wrong = wrong_birth_date(number, answers["birth_date"])
    if wrong is not None:
        raise AnswersInvalid({"birth_date": [wrong]})
    known_person = work.session.scalars(
        select(Person).where(Person.number_digest == search_digest(number.digits)).with_for_update()
    ).first()  # locked: of two who start for him at once, the second sees the trajectory of the first
    if known_person is None:
        return _new_person(work, answers)
    return _same_person(work, known_person, answers)


def wrong_birth_date(number: NationalNumber, born: date) -> Text | None:
    """Why the birth date is not that of the number; None where it is, or where the number tells none."""
    if number.born is None or born == number.born:
        return None
    return say("Deze datum past niet bij het rijksregisternummer, dat zegt %(born)s.", born=number.born)


def _new_person(work: Work, answers: dict[str, Any]) -> Person:
    if work.case.person_id is not None:
        text = say("Dit is niet het nummer van de persoon voor wie u dit traject start.")
        raise AnswersInvalid({"national_number": [text]})
    try:
        person = people.add(work.session, work.actor, new_person(answers))
    except AnswersInvalid as refusal:
        raise AnswersInvalid({_FIELDS.get(key, key): texts for key, texts in refusal.errors.items()}) from None
    person.birth_date = answers["birth_date"]
    return person


def new_person(answers: dict[str, Any]) -> people.NewPerson:
    """What the start form says of a person who is new."""
    return people.NewPerson(
        first_name=answers["first_name"], last_name=answers["last_name"],
        national_number=answers["national_number"], organisation_id=int(answers["organisation"]),
        coach_id=_optional_id(answers.get("coach")), language=str(answers["language"]),
        address=answers.get("address"), email=answers.get("email"), phone=answers.get("phone"),
    )  # fmt: skip


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
