"""Loads the demo: the cast, then six years of cases played by the real services with the simulated clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from app import db
from app.demo.cast import Cast, birth_date, make_cast
from app.demo.events import plan_events, stop_project
from app.demo.names import ENTERPRISES, FIRST_NAMES, HOSTS, LAST_NAMES, VDAB_REGIONS
from app.demo.player import Player
from app.demo.stories import Destiny, EmployeeStory, job_for
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import Conflict
from app.domain.identifiers import Gender, synthetic_national_number
from app.domain.text import say
from app.models.clock import BRUSSELS
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.services import cases, people, publishing
from app.services import clock as clocks

ROOT = Path(__file__).resolve().parents[2]
EMPLOYEES = 62
_YEARS = 6
_DESTINIES = (Destiny.HIRED, Destiny.EXTENDED, Destiny.HIRED, Destiny.INTERNAL, Destiny.REFERRED)
# Who was hired that long ago is being evaluated now: some of them wait for a decision, some look for an internship.
_NEARLY_FIVE_YEARS = (timedelta(days=1660), timedelta(days=1760))
Progress = Callable[[datetime], None]


@dataclass(frozen=True)
class Loaded:
    """What was loaded; all zero when the demo was there already."""

    employees: int
    completed: int
    seconds_of_story: float


def load(until: datetime, progress: Progress | None = None, employees: int = EMPLOYEES) -> Loaded:
    """Load the demo up to `until` (now). Idempotent: a database with organisations is left alone.

    Ends with the clock at real time. Conflict in a database whose processes are in force only from later on: the
    story begins six years ago, and what a version is from, is not rewritten.
    """
    rng = Random(2013)  # noqa: S311 -- the demo must be the same each time, not secret
    begin = until - timedelta(days=365 * _YEARS + 20)
    with db.reading() as session:
        if session.scalars(select(Organisation.id).limit(1)).first() is not None:
            return Loaded(0, 0, 0.0)
        if session.scalars(select(Definition.id).where(Definition.effective_from > begin).limit(1)).first() is not None:
            raise Conflict(
                say(
                    "In deze databank zijn al processen gepubliceerd, en de demo begint zes jaar vroeger. Laad de demo "
                    "in een nieuwe databank, vóór «workflows sync»: de demo publiceert de processen zelf."
                )
            )
    clocks.travel(begin)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    player = Player(make_cast(rng), rng, begin, busy_from=until - timedelta(days=75))
    for number in range(employees):
        _enter(player, number, employees, begin, until)
    player.at(until - timedelta(days=45), partial(stop_project, player, "groen-en-co", "Wandelpaden noord"))
    player.play(until, progress)
    clocks.real(SYSTEM)
    return Loaded(employees, player.completed, (until - begin).total_seconds())


def _enter(player: Player, number: int, employees: int, begin: datetime, until: datetime) -> None:
    """Plan one employee's start: spread over the six years, at one of the enterprises, in office hours."""
    rng = player.rng
    key = ENTERPRISES[number % (len(ENTERPRISES) + 1) % len(ENTERPRISES)][0]  # the first one is the largest
    span = (until - begin).days - 10
    offset = timedelta(days=1 + int(span * (number / employees) ** 0.7))  # more of them lately than long ago
    day = (begin + offset).astimezone(BRUSSELS)
    if key == ENTERPRISES[0][0]:  # their plans of this year are being made now: a coach who looks has his hands full
        day += timedelta(days=(until - day).days % 365 - rng.randint(300, 360))
    story = new_story(player.cast, number, rng, day, _DESTINIES[number % len(_DESTINIES)])
    story.slowness = 0.04
    age = until - day
    if _NEARLY_FIVE_YEARS[0] < age < _NEARLY_FIVE_YEARS[1]:
        story.steady, story.destiny = True, Destiny.EXTENDED if number % 2 else Destiny.HIRED
    player.at(day.replace(hour=9, minute=rng.randint(0, 59)), partial(_start, player, key, number, story))


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


def _start(player: Player, enterprise: str, number: int, story: EmployeeStory) -> None:
    coaches = player.cast.of(Role.COACH, player.cast.organisations[enterprise])
    coach = coaches[number // (len(ENTERPRISES) + 1) % len(coaches)]
    subject = _with_account(player.cast, enterprise, coach, story) if number % 12 == 0 else None
    answers = answers_to_start(player.cast, enterprise, coach, number, story)
    case_id = cases.start(coach, "trajectory", subject, answers)
    player.case_story[case_id] = story
    plan_events(player, number, case_id, player.now)


def _with_account(cast: Cast, enterprise: str, coach: Actor, story: EmployeeStory) -> str:
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
