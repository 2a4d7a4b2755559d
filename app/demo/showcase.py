"""What is on the desk of the first account of each role: employees whose story stops, in the last weeks, at one step.

Whoever looks at the demo signs in as `<role>@demo.example` and finds work there, whatever became of the other stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from app.demo.cast import Cast
from app.demo.entering import new_story, register_with_account, start
from app.demo.events import appeal, end_early, stop_project
from app.demo.names import ENTERPRISES
from app.demo.player import Player
from app.demo.stories import Destiny, EmployeeStory
from app.domain.access import Role
from app.models.clock import BRUSSELS

_HOME = ENTERPRISES[0][0]  # of coach@, employer@ and worker@demo.example


@dataclass(frozen=True)
class OnTheDesk:
    """An employee hired so many days ago, and the step at which nobody went on. `number` makes him unique; a multiple
    of four is of the first region of VDAB and the first host."""

    number: int
    hired: int
    undone: str
    destiny: Destiny = Destiny.HIRED
    has_account: bool = False
    ends_early: int | None = None  # days ago
    appeals: int | None = None  # days ago


DESK = (
    OnTheDesk(64, hired=32, undone="agree", has_account=True),  # the employee himself
    OnTheDesk(68, hired=60, undone="sign_employer"),
    OnTheDesk(80, hired=1712, undone="propose"),  # the counsellor
    OnTheDesk(84, hired=1716, undone="decide", destiny=Destiny.REFERRED),  # the expert
    OnTheDesk(96, hired=1748, undone="preparation", appeals=78),  # the transition coach, and the secretary of appeals
    OnTheDesk(100, hired=1764, undone="matching"),
    OnTheDesk(112, hired=1722, undone="host_evaluation"),  # the enterprise of the internship
    OnTheDesk(116, hired=700, undone="take_note", ends_early=30),  # the official
)


def plan_showcase(player: Player, until: datetime) -> None:
    """Plan what is left on the desks at `until`."""
    for one in DESK:
        _enter(player, one, until)
    player.at(until - timedelta(days=35), partial(stop_project, player, "de-klusbus", "Klusdienst zuid", "receipt"))
    player.at(until - timedelta(days=190), partial(stop_project, player, "warm-thuis", "Oppas aan huis", "settlement"))


def _enter(player: Player, one: OnTheDesk, until: datetime) -> None:
    rng = Random(one.number)  # noqa: S311 -- the demo must be the same each time, not secret
    day = (until - timedelta(days=one.hired)).astimezone(BRUSSELS).replace(hour=9, minute=5)
    story = new_story(player.cast, one.number, rng, day, one.destiny)
    story.left_undone, story.exact = frozenset({one.undone}), True
    subject = _account(player.cast, story) if one.has_account else None
    player.at(day, partial(_begin, player, one, story, subject, until))


def _account(cast: Cast, story: EmployeeStory) -> str:
    """The first employee with an account, made before the others get theirs: worker@demo.example."""
    coach = cast.of(Role.COACH, cast.organisations[_HOME])[0]
    return register_with_account(cast, _HOME, coach, story)


def _begin(player: Player, one: OnTheDesk, story: EmployeeStory, subject: str | None, until: datetime) -> None:
    coach = player.cast.of(Role.COACH, player.cast.organisations[_HOME])[0]
    case_id = start(player, coach, _HOME, one.number, story, subject)
    if one.ends_early is not None:
        player.at(until - timedelta(days=one.ends_early), partial(end_early, player, case_id))
    if one.appeals is not None:
        player.at(until - timedelta(days=one.appeals), partial(appeal, player, case_id, 3, undone="register_advice"))
