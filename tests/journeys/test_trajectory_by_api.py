"""The API alone takes one employee from hiring to each destination."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from app import db
from app.demo.entering import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Role
from app.models.trajectory import Trajectory
from app.services import audit
from tests.journeys.api_player import ApiPlayer
from tests.journeys.conftest import BEGIN

# six years, a track of ten months and the follow-up of the new job for a year
EIGHT_YEARS = BEGIN + timedelta(days=8 * 366)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("destiny", "destination"),
    [
        (Destiny.HIRED, "DOORSTROOM"),
        (Destiny.EXTENDED, "DOORSTROOM"),
        (Destiny.INTERNAL, "INTERN"),
        (Destiny.REFERRED, "ANDERE_MAATREGEL"),
    ],
)
def test_to_each_destination(client, cast, destiny, destination) -> None:
    rng = Random(5)
    player = ApiPlayer(client, cast, rng)
    story = new_story(cast, 1, rng, BEGIN, destiny)
    coach = cast.of(Role.COACH, cast.organisations["de-fietsschakel"])[0]
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    data = answers_to_start(cast, "de-fietsschakel", coach, 1, story)
    started = player.call(coach, "POST", "/cases", {"process": "trajectory", "data": data})
    assert started.status_code == 201, started.text
    case = player.play(started.json["id"], story, administrator, EIGHT_YEARS)
    assert case["status"] == "ended", case
    with db.reading() as session:
        trajectory = session.scalars(select(Trajectory)).one()
        assert (trajectory.destination, trajectory.extension_months) == (
            destination,
            12 if destiny is Destiny.EXTENDED else 0,
        )
    assert audit.verify().broken_at is None


@pytest.mark.slow
def test_to_an_early_end(client, cast) -> None:
    rng = Random(6)
    player = ApiPlayer(client, cast, rng)
    story = new_story(cast, 2, rng, BEGIN, Destiny.HIRED)
    coach = cast.of(Role.COACH, cast.organisations["de-fietsschakel"])[0]
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    data = answers_to_start(cast, "de-fietsschakel", coach, 2, story)
    case_id = player.call(coach, "POST", "/cases", {"process": "trajectory", "data": data}).json["id"]
    player.play(case_id, story, administrator, BEGIN + timedelta(days=500))
    sent = player.call(coach, "POST", f"/cases/{case_id}/messages", {"name": "early_end"})
    assert sent.status_code == 200, sent.text
    case = player.play(case_id, story, administrator, BEGIN + timedelta(days=700))
    assert case["status"] == "ended", case
    assert "report" in player.done
    with db.reading() as session:
        assert session.scalars(select(Trajectory.destination)).one() == "VROEGTIJDIG"
