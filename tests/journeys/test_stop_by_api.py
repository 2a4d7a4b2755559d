"""The API alone takes a project stop from the notification to its end; and a suspension that moves the legal end."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from app import db
from app.demo.events import EventStory
from app.domain.access import Role
from app.models.organisation import Organisation
from app.models.stop import StopEmployee
from app.models.trajectory import Trajectory
from app.queries import term as terms
from app.services import audit
from tests.journeys.api_player import ApiPlayer
from tests.journeys.conftest import BEGIN
from tests.journeys.stops import StopStory, hire, notification

pytestmark = pytest.mark.slow
ENTERPRISE = "de-fietsschakel"
STOPS_ON = date(2020, 6, 30)


@pytest.mark.parametrize(("kind", "people"), [("GEDEELTELIJK", (1, 2, 3)), ("VOLLEDIG", (1, 2))])
def test_a_stop(client, cast, kind, people) -> None:
    hire(cast, BEGIN, fietsschakel=people)
    player, story = ApiPlayer(client, cast, Random(3)), StopStory(kind, STOPS_ON)
    employer = cast.of(Role.EMPLOYER, cast.organisations[ENTERPRISE])[0]
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    body = {
        "process": "project_stop",
        "subject": str(cast.organisations[ENTERPRISE]),
        "data": notification(kind, STOPS_ON),
    }
    started = player.call(employer, "POST", "/cases", body)
    assert started.status_code == 201, started.text
    case = player.play(started.json["id"], story, administrator, BEGIN + timedelta(days=250))
    assert case["status"] == "ended", case
    assert player.done.count("destination") == 2
    assert player.done.count("receipt") == 2, "asked, answered, looked at again"
    assert ("closing" in player.done) is (kind == "VOLLEDIG")
    with db.reading() as session:
        enterprise = session.get_one(Organisation, cast.organisations[ENTERPRISE])
        assert enterprise.active is (kind == "GEDEELTELIJK")
        destinations = set(session.scalars(select(StopEmployee.destination)))
        moved_to = "ANDERE_DIENST" if kind == "GEDEELTELIJK" else "ANDERE_LDE"
        assert destinations == {moved_to, "ONTSLAG"}
    assert player.today() > STOPS_ON
    assert audit.verify().broken_at is None


def test_a_suspension_moves_the_legal_end(client, cast) -> None:
    hire(cast, BEGIN, fietsschakel=(1,))
    player = ApiPlayer(client, cast, Random(4))
    coach = cast.of(Role.COACH, cast.organisations[ENTERPRISE])[0]
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    with db.reading() as session:
        trajectory = session.scalars(select(Trajectory)).one()
        before = terms.of_person(session, trajectory.person_id).term.last_day
    first, last = player.today() - timedelta(days=20), player.today() - timedelta(days=1)
    data = {
        "kind": "ARBEIDSONGESCHIKT_LANGDURIG",
        "starts_on": first.isoformat(),
        "end_known": "yes",
        "ends_on": last.isoformat(),
    }
    body = {"process": "suspension", "subject": str(trajectory.person_id), "data": data}
    started = player.call(coach, "POST", "/cases", body)
    assert started.status_code == 201, started.text
    story = EventStory(
        {
            "check_proof": {"proof": "yes", "period_right": "yes"},
            "decide": {
                "accepted": "yes",
                "legal_ground": "BVR van 19 december 2014, artikel 20",
                "stops_clock": "yes",
                "keeps_compensation": "yes",
                "motive": "Nagekeken met de attesten in het dossier.",
            },
        }
    )
    waits_until = timers(player, administrator, trajectory.case_id)
    case = player.play(started.json["id"], story, administrator, BEGIN + timedelta(days=80))
    assert case["status"] == "ended", case
    with db.reading() as session:
        after = terms.of_person(session, trajectory.person_id).term
    assert after.suspended_days == 20
    assert after.last_day == before + timedelta(days=20)
    moved = timers(player, administrator, trajectory.case_id)
    watched = [name for name in waits_until if name in moved and moved[name] != waits_until[name]]
    assert "evaluation_opens" in watched
    for name in watched:  # months before the end: a day more or less than the end itself moves
        assert abs((moved[name] - waits_until[name]).days - 20) <= 1, name


def timers(player, administrator, case_id: int) -> dict[str, date]:
    """The days a case waits for, as the API tells them."""
    found = player.call(administrator, "GET", f"/cases/{case_id}").json["timers"]
    return {timer["element"]: date.fromisoformat(timer["due_at"][:10]) for timer in found}
