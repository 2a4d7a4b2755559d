"""Employees through six years, each to another destination, by pages alone; every page met is inspected."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import pytest

from app.demo.load import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.conftest import BEGIN
from tests.journeys.inspection import Inspection
from tests.journeys.people import People
from tests.journeys.scene import Scene, definition_of, set_scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def scene(databases, tmp_path_factory) -> Iterator[Scene]:
    with set_scene(databases, BEGIN, tmp_path_factory.mktemp("served") / "log") as made:
        yield made


@pytest.fixture
def people(browser: Browser, scene: Scene) -> Iterator[People]:
    made = People(browser, scene.address, scene.emails, Inspection())
    yield made
    made.close()


def test_hired(people, scene) -> None:
    rng = Random(5)
    story = new_story(scene.cast, 1, rng, BEGIN, Destiny.HIRED)
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, "de-fietsschakel")
    data = answers_to_start(scene.cast, "de-fietsschakel", coach, 1, story)
    player.start(coach, "Inschakelingstraject", player.definition.bundle.forms["start"], data)
    player.play()
    print(len(player.done), people.inspection.faults)
    assert not people.inspection.faults
