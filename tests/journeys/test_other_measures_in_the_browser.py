"""To a place with the own employer without scripts, and to another measure on the screen of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import pytest

from app.demo.entering import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.checks import check_ended, check_term
from tests.journeys.conftest import BEGIN
from tests.journeys.inspection import Inspection
from tests.journeys.people import People
from tests.journeys.scene import Scene, definition_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def people(browser: Browser, scene: Scene, request: pytest.FixtureRequest) -> Iterator[People]:
    """The cast, with other screens than usual."""
    scripts = request.param.get("java_script_enabled", True)
    made = People(browser, scene.address, scene.emails, Inspection(scripts), request.param)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("people", "destiny", "enterprise", "destination"),
    [
        pytest.param(
            {"java_script_enabled": False}, Destiny.INTERNAL, "de-volle-pan", "Blijft bij de werkgever", id="no scripts"
        ),
        pytest.param(PHONE, Destiny.REFERRED, "de-klusbus", "Andere maatregel", id="phone"),
    ],
    indirect=["people"],
)
def test_to_another_destination(people, scene, destiny, enterprise, destination) -> None:
    rng = Random(8)
    number = list(Destiny).index(destiny) + 4
    story = new_story(scene.cast, number, rng, BEGIN, destiny)
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, enterprise)
    data = answers_to_start(scene.cast, enterprise, coach, number, story)
    player.start(coach, "Inschakelingstraject", player.definition.bundle.forms["start"], data)
    start = player.today()
    player.play(until=lambda: "sign_employer" in player.done)
    check_term(player, coach, start)
    player.play()
    check_ended(player, coach, destination)
    assert not people.inspection.faults
