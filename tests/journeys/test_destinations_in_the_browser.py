"""From hiring to a job by pages alone, with what can go wrong on the way; and a trajectory that ends early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from app.demo.cast import Cast
from app.demo.entering import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from app.services.people import NewPerson, register
from tests.journeys.browser_player import BrowserPlayer
from tests.journeys.checks import check_ended, check_term, comes_too_late, is_refused
from tests.journeys.conftest import BEGIN
from tests.journeys.people import send
from tests.journeys.scene import Scene, definition_of, set_scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
ENTERPRISE, NUMBER, SEED = "de-fietsschakel", 1, 5


@pytest.fixture
def scene(databases, tmp_path) -> Iterator[Scene]:
    with set_scene(databases, BEGIN, tmp_path / "log", give_an_account) as made:
        yield made


def give_an_account(cast: Cast) -> None:
    """The employee who goes to a job agrees and signs himself: he is known, and has an account, before he starts."""
    person = new_story(cast, NUMBER, Random(SEED), BEGIN, Destiny.HIRED).person
    organisation, names = cast.organisations[ENTERPRISE], (person["first_name"], person["last_name"])
    coach = cast.of(Role.COACH, organisation)[0]
    new = NewPerson(*names, person["national_number"], organisation, coach.user_id)
    cast.add(Role.WORKER, ENTERPRISE, " ".join(names), register(coach, new))


def test_to_a_job(people, scene) -> None:
    rng = Random(SEED)
    story = new_story(scene.cast, NUMBER, rng, BEGIN, Destiny.HIRED)
    story.has_account = True
    player = BrowserPlayer(people, scene, definition_of("trajectory"), story, rng)
    coach = scene.one(Role.COACH, ENTERPRISE)
    data = answers_to_start(scene.cast, ENTERPRISE, coach, NUMBER, story)
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
    assert {"agree", "sign_worker"} <= set(player.done), "the employee did his own part"
    me = scene.one(Role.WORKER, ENTERPRISE)
    assert "Job bij een andere werkgever" in people.go(me, "/").locator("main").inner_text()
    people.look(me)
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
