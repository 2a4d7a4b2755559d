"""A service of an enterprise stops, and a whole enterprise: by pages alone, from the notification to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from app.domain.access import Role
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.checks import is_refused
from tests.journeys.conftest import BEGIN
from tests.journeys.people import follow
from tests.journeys.scene import Scene, definition_of, set_scene
from tests.journeys.stops import StopStory, hire, notification

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
TITLE = "Stopzetting van een project"


@pytest.fixture(scope="module")
def scene(databases, tmp_path_factory) -> Iterator[Scene]:
    prepare = partial(hire, begin=BEGIN, fietsschakel=(1, 2, 3), klusbus=(4, 5))
    with set_scene(databases, BEGIN, tmp_path_factory.mktemp("served") / "log", prepare) as made:
        yield made


def stop(people, scene, kind: str, enterprise: str) -> BrowserPlayer:
    """The whole stop of an enterprise with two affected employees; who played it."""
    employer = scene.one(Role.EMPLOYER, enterprise)
    page = people.go(scene.administrator, "/clock")
    player = BrowserPlayer(people, scene, definition_of("project_stop"), StopStory(kind, BEGIN.date()), Random(3))
    player.story.stops_on = player.today() + timedelta(days=70)
    schema = player.definition.bundle.forms["start"]
    answers = notification(kind, player.story.stops_on)
    wrong = answers | {"stop_date": (player.today() - timedelta(days=400)).isoformat(), "permanence": "TIJDELIJK"}
    wrong["resume_on"] = (player.today() - timedelta(days=500)).isoformat()
    player.before["start"] = lambda _player, _actor, page: is_refused(
        page, schema, wrong, "resume_on", "Kies een later moment", button="Start"
    )
    player.start(employer, TITLE, schema, answers)
    player.play()
    assert player.done.count("destination") == 2
    assert player.done.count("receipt") == 2, "asked, answered, looked at again"
    official = scene.one(Role.WSE_OFFICIAL, "departement-wse")
    page = people.go(official, f"{player.path}/timeline")
    told = page.locator(".app-timeline").inner_text()
    assert employer.name in told and official.name in told
    for tab in ("Overzicht", "Taken", "Documenten"):
        follow(page, tab)
        people.look(official)
    return player


def test_a_service_stops(people, scene) -> None:
    player = stop(people, scene, "GEDEELTELIJK", "de-fietsschakel")
    assert "closing" not in player.done
    coach = scene.one(Role.COACH, "de-fietsschakel")
    page = people.go(coach, "/people")
    assert page.locator("main tbody tr").count() == 3
    assert not people.inspection.faults


def test_an_enterprise_stops(people, scene) -> None:
    player = stop(people, scene, "VOLLEDIG", "de-klusbus")
    assert player.done[-1] == "closing"
    page = people.go(scene.one(Role.WSE_OFFICIAL, "departement-wse"), "/organisations")
    row = page.locator("main tbody tr").filter(has_text="De Klusbus")
    assert "niet meer actief" in row.inner_text()
    assert not people.inspection.faults
