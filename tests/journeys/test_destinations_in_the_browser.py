"""From hiring to a job by pages alone, with what can go wrong on the way; and a trajectory that ends early."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from app.demo.load import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.checks import check_ended, check_term, comes_too_late, is_refused
from tests.journeys.conftest import BEGIN
from tests.journeys.people import send
from tests.journeys.scene import definition_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_to_a_job(people, scene) -> None:
    rng = Random(5)
    story = new_story(scene.cast, 1, rng, BEGIN, Destiny.HIRED)
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, "de-fietsschakel")
    data = answers_to_start(scene.cast, "de-fietsschakel", coach, 1, story)
    player.before = {
        "start": refuse_the_number(player, data),
        "contract": refuse_an_end_before_the_start,
        "talk": comes_too_late,
        "choose_host": refuse_a_long_internship,
    }
    player.start(coach, "Inschakelingstraject", player.definition.bundle.forms["start"], data)
    player.play(until=lambda: "sign_employer" in player.done)
    explained = check_term(player, coach, player.today())
    assert explained["last_day"] == "2025-03-01"
    player.play()
    assert not player.before, "every mistake was made"
    check_ended(player, coach, "Job bij een andere werkgever")
    assert not people.inspection.faults


def refuse_the_number(player, data):
    def check(_player, _actor, page) -> None:
        number = data["national_number"]
        wrong = data | {"national_number": number[:-1] + str((int(number[-1]) + 1) % 10)}
        schema = player.definition.bundle.forms["start"]
        is_refused(page, schema, wrong, "national_number", "de laatste twee cijfers passen niet", button="Start")

    return check


def refuse_an_end_before_the_start(player, actor, page) -> None:
    schema = player.definition.form("hiring", "contract")
    today = player.today()
    wrong = player.answers(page, "hiring", "contract", schema, today) | {
        "contract_type": "BEP",
        "ends_on": (today - timedelta(days=1)).isoformat(),
    }
    is_refused(page, schema, wrong, "ends_on", "Kies een later moment")


def refuse_a_long_internship(player, actor, page) -> None:
    schema = player.definition.form("internship", "choose_host")
    today = player.today()
    wrong = player.answers(page, "internship", "choose_host", schema, today) | {
        "ends_on": (today + timedelta(days=130)).isoformat()
    }
    is_refused(page, schema, wrong, "ends_on", "De stage duurt te lang.")


def test_to_an_early_end(people, scene) -> None:
    rng = Random(6)
    story = new_story(scene.cast, 2, rng, BEGIN, Destiny.HIRED)
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, "groen-en-co")
    data = answers_to_start(scene.cast, "groen-en-co", coach, 2, story)
    player.start(coach, "Inschakelingstraject", player.definition.bundle.forms["start"], data)
    player.play(until=lambda: player.done.count("follow_up") == 1)
    page = people.go(coach, player.path)
    with page.expect_navigation():
        page.get_by_role("link", name="Vroegtijdig einde melden").click()
    people.look(coach)
    assert send(page, "Vroegtijdig einde melden") == 200
    player.play()
    assert player.done[-4:] == ["report", "inform_person", "confirm", "take_note"]
    check_ended(player, coach, "Vroegtijdig einde")
    assert not people.inspection.faults
