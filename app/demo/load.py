"""Loads the demo: the cast, then six years of cases played by the real services with the simulated clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import select

from app import db
from app.demo.cast import make_cast
from app.demo.entering import new_story, register_with_account, start
from app.demo.events import plan_events, stop_project
from app.demo.names import ENTERPRISES
from app.demo.player import Player
from app.demo.showcase import DESK, plan_showcase
from app.demo.stories import Destiny, EmployeeStory
from app.domain.access import SYSTEM, Role
from app.domain.errors import Conflict
from app.domain.text import say
from app.models.clock import BRUSSELS
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.services import clock as clocks
from app.services import mail, publishing

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


def load(until: datetime, progress: Progress | None = None) -> Loaded:
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
    with mail.held_back():
        return _play(rng, begin, until, progress)


def _play(rng: Random, begin: datetime, until: datetime, progress: Progress | None) -> Loaded:
    clocks.travel(begin)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    player = Player(make_cast(rng), rng, begin, busy_from=until - timedelta(days=75))
    plan_showcase(player, until)
    for number in range(EMPLOYEES):
        _enter(player, number, begin, until)
    player.at(
        until - timedelta(days=45), partial(stop_project, player, "groen-en-co", "Wandelpaden noord", "destination")
    )
    player.play(until, progress)
    clocks.real(SYSTEM)
    return Loaded(EMPLOYEES + len(DESK), player.completed, (until - begin).total_seconds())


def _enter(player: Player, number: int, begin: datetime, until: datetime) -> None:
    """Plan one employee's start: spread over the six years, at one of the enterprises, in office hours."""
    rng = player.rng
    key = ENTERPRISES[number % (len(ENTERPRISES) + 1) % len(ENTERPRISES)][0]  # the first one is the largest
    span = (until - begin).days - 10
    offset = timedelta(days=1 + int(span * (number / EMPLOYEES) ** 0.7))  # more of them lately than long ago
    day = (begin + offset).astimezone(BRUSSELS)
    if key == ENTERPRISES[0][0]:  # their plans of this year are being made now: a coach who looks has his hands full
        day += timedelta(days=(until - day).days % 365 - rng.randint(300, 360))
    story = new_story(player.cast, number, rng, day, _DESTINIES[number % len(_DESTINIES)])
    story.slowness = 0.04
    age = until - day
    if _NEARLY_FIVE_YEARS[0] < age < _NEARLY_FIVE_YEARS[1]:
        story.steady, story.destiny = True, Destiny.EXTENDED if number % 2 else Destiny.HIRED
    player.at(day.replace(hour=9, minute=rng.randint(0, 59)), partial(_start, player, key, number, story))


def _start(player: Player, enterprise: str, number: int, story: EmployeeStory) -> None:
    coaches = player.cast.of(Role.COACH, player.cast.organisations[enterprise])
    coach = coaches[number // (len(ENTERPRISES) + 1) % len(coaches)]
    subject = register_with_account(player.cast, enterprise, coach, story) if number % 12 == 0 else None
    case_id = start(player, coach, enterprise, number, story, subject)
    plan_events(player, number, case_id, player.now)
