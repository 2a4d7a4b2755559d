"""Entering an invented employee: his data, the answers that start his trajectory, his account if he has one."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.demo.cast import Cast, birth_date
from app.demo.names import FIRST_NAMES, HOSTS, LAST_NAMES, VDAB_REGIONS
from app.demo.player import Player
from app.demo.stories import Destiny, EmployeeStory, job_for
from app.domain.access import Actor, Role
from app.domain.identifiers import Gender, synthetic_national_number
from app.services import cases, people


def new_story(cast: Cast, number: int, rng: Random, day: datetime, destiny: Destiny) -> EmployeeStory:
    """An invented employee who is hired on `day`; `number` makes him unique."""
    born = birth_date(rng)
    sex = Gender.M if number % 2 else Gender.V
    person = {
        "national_number": synthetic_national_number(born, number % 45, sex=sex),
        "first_name": FIRST_NAMES[number % len(FIRST_NAMES)],
        "last_name": LAST_NAMES[(number * 7 + number // len(LAST_NAMES)) % len(LAST_NAMES)],
        "birth_date": born.isoformat(),
        "language": "nl",
        "advised_on": (day - timedelta(days=30)).date().isoformat(),
        "advice_kind": "LDE",
        "advice_basis": "Pmp",
        "advice_by": "VDAB",
        "advice_reference": f"ADV-{day.year}-{number:04d}",
    }
    host = cast.organisations[HOSTS[number % len(HOSTS)][0]]
    return EmployeeStory(person, destiny, job_for(rng), str(host), rng)


def answers_to_start(cast: Cast, enterprise: str, coach: Actor, number: int, story: EmployeeStory) -> dict[str, Any]:
    """The answers of the start form of a trajectory."""
    region = cast.organisations[VDAB_REGIONS[number % len(VDAB_REGIONS)][0]]
    return story.person | {
        "organisation": str(cast.organisations[enterprise]),
        "coach": str(coach.user_id),
        "vdab_region": str(region),
    }


def start(player: Player, coach: Actor, enterprise: str, number: int, story: EmployeeStory, subject: str | None) -> int:
    """Start the trajectory, of somebody who was registered before or not; the case's id."""
    answers = answers_to_start(player.cast, enterprise, coach, number, story)
    case_id = cases.start(coach, "trajectory", subject, answers)
    player.case_story[case_id] = story
    return case_id


def register_with_account(cast: Cast, enterprise: str, coach: Actor, story: EmployeeStory) -> str:
    """Register the employee first and give him an account, so that he agrees to his plans himself."""
    person = story.person
    new = people.NewPerson(
        person["first_name"],
        person["last_name"],
        person["national_number"],
        cast.organisations[enterprise],
        coach.user_id,
    )
    person_id = people.register(coach, new)
    cast.add(Role.WORKER, enterprise, f"{person['first_name']} {person['last_name']}", person_id)
    story.has_account = True
    return str(person_id)
