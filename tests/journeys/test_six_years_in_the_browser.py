"""An extension to six years, asked twice and given once; then a job after all."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from app.demo.entering import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.checks import check_ended, check_term, is_refused
from tests.journeys.conftest import BEGIN
from tests.journeys.scene import definition_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_an_extension_and_then_a_job(people, scene) -> None:
    rng = Random(7)
    story = new_story(scene.cast, 3, rng, BEGIN, Destiny.EXTENDED)
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, "warm-thuis")
    data = answers_to_start(scene.cast, "warm-thuis", coach, 3, story)
    player.before = {"propose 2": refuse_a_second_extension}
    player.start(coach, "Inschakelingstraject", player.definition.bundle.forms["start"], data)
    start = player.today()
    player.play(until=lambda: "record_notice" in player.done)
    explained = check_term(player, coach, start, "--extension-months", "12")
    assert date.fromisoformat(explained["last_day"]) == start.replace(year=start.year + 6) - timedelta(days=1)
    bar = people.page_of(coach).locator(".app-term").inner_text()
    assert "verlengd met 12 maanden" in bar and "van 6" in bar
    player.play()
    assert not player.before, "the second extension was asked"
    assert player.today() >= start.replace(year=start.year + 5, month=6)
    check_ended(player, coach, "Job bij een andere werkgever")
    assert not people.inspection.faults


def refuse_a_second_extension(player, actor, page) -> None:
    schema = player.definition.form("vdab_evaluation", "propose")
    wrong = player.answers(page, "vdab_evaluation", "propose", schema, player.today()) | {
        "outcome": "VERLENGING_6",
        "extension_months": 12,
    }
    is_refused(page, schema, wrong, "outcome", "Een tweede verlenging bestaat niet.")
