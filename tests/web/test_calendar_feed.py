"""Deadlines in one's own calendar: a secret address that can be taken back, and no names in what it shows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import db
from app.domain.access import SYSTEM, Role
from app.models.audit import Audit
from app.models.case import Case, CaseParty
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import User
from app.services import audit, users
from app.web import ical
from tests.support.statements import counted
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import World

PLACE = "/account/calendar"


def made(client: PageClient) -> str:
    """The path of a new address."""
    page = client.submit(client.get(PLACE), f'form[action="{PLACE}"]', status=200)
    return page.one("code").get_text().removeprefix("http://localhost")


def fetched(client: FlaskClient, path: str) -> str:
    """What a calendar program gets, its folded lines whole again."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type == "text/calendar; charset=utf-8" and "no-store" in answer.headers["Cache-Control"]
    text = answer.get_data(as_text=True)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "")


@pytest.fixture
def program(coach: PageClient) -> FlaskClient:
    """A calendar program: nobody signed in."""
    return coach.client.application.test_client()


@pytest.fixture
def mine(world: World) -> Task:
    """The open task, in the hands of the coach."""
    task = open_task(world.case)
    with db.transaction() as session:
        session.execute(update(Task).where(Task.id == task.id).values(assignee_id=world.users["coach"]))
    return task


def running(world: World, clock_start: date) -> None:
    """Make the case one of a trajectory that runs, in which the coach takes part by name."""
    with db.transaction() as session:
        case = session.get_one(Case, world.case)
        session.add(
            Trajectory(
                person_id=case.person_id, case_id=case.id, organisation_id=case.organisation_id, status="LOPEND",
                anchor_on=clock_start, clock_start=clock_start, max_years=5,
            )
        )  # fmt: skip
        session.execute(
            update(CaseParty)
            .where(CaseParty.case_id == case.id, CaseParty.role == Role.COACH.value)
            .values(user_id=world.users["coach"])
        )


def test_my_tasks_are_in_my_calendar_and_say_no_name(coach: PageClient, program: FlaskClient, mine: Task) -> None:
    text = fetched(program, made(coach))
    assert f"SUMMARY:{mine.name}\r\n" in text and f"/tasks/{mine.id}\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1 and "TRIGGER;VALUE=DATE-TIME:" in text
    for name in ("Amina", "Yildiz", "Coach", "90.01"):
        assert name not in text


def test_the_legal_end_is_in_it_with_reminders_long_before(
    coach: PageClient, program: FlaskClient, world: World
) -> None:
    running(world, date(2025, 3, 1))
    text = fetched(program, made(coach))
    (event,) = [part for part in text.split("BEGIN:VEVENT") if "UID:term-" in part]
    assert "DTSTART;VALUE=DATE:20300228\r\n" in event and f"/cases/{world.case}/" in event
    alarms = re.findall(r"DATE-TIME:(\d{8})", event)
    assert alarms == ["20290301", "20290601", "20290901", "20300128"]  # twelve, nine and six months, and one
    assert "Amina" not in text


def test_it_is_what_the_owner_may_see_at_that_moment(
    coach: PageClient, program: FlaskClient, world: World, mine: Task
) -> None:
    running(world, date(2025, 3, 1))
    path = made(coach)
    with db.transaction() as session:
        session.execute(update(Task).where(Task.id == mine.id).values(assignee_id=None))
        session.execute(update(CaseParty).where(CaseParty.case_id == world.case).values(user_id=None))
    assert "BEGIN:VEVENT" not in fetched(program, path)


def test_the_owner_s_language(coach: PageClient, program: FlaskClient, world: World, mine: Task) -> None:
    with db.transaction() as session:
        session.execute(update(User).where(User.id == world.users["coach"]).values(language="en"))
    path = made(coach)
    with program.session_transaction() as session_of_program:
        session_of_program["language"] = "nl"
    assert "X-WR-CALNAME:" in fetched(program, path)


def test_a_new_address_ends_the_one_before_and_an_address_can_be_taken_back(
    coach: PageClient, program: FlaskClient, world: World
) -> None:
    first, second = made(coach), made(coach)
    assert program.get(first).status_code == 404 and program.get(second).status_code == 200
    assert second not in coach.get(PLACE).text  # shown once
    coach.submit(coach.get(PLACE), f'form[action="{PLACE}/revocation"]', status=302)
    assert program.get(second).status_code == 404
    coach.post(f"{PLACE}/revocation")  # nothing left to take back
    with db.reading() as session:
        entries = session.scalars(select(Audit).where(Audit.tag == "user:changed").order_by(Audit.number)).all()
        told = [entry.payload for entry in entries if "calendar" in entry.payload]
    assert ["opened" if "opened" in each else "closed" for each in told] == ["opened", "opened", "closed"]
    secret = second.rpartition("/")[2]
    assert secret not in "".join(told) and audit.verify().broken_at is None


def test_a_closed_account_shows_nothing_more_also_when_it_opens_again(
    coach: PageClient, program: FlaskClient, world: World
) -> None:
    path = made(coach)
    users.deactivate(SYSTEM, world.users["coach"])
    assert program.get(path).status_code == 404
    users.reactivate(SYSTEM, world.users["coach"])
    assert program.get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "a" * 5000, "..%2f..", "é", "a" * 43])
def test_a_guessed_address_is_not_there(program: FlaskClient, world: World, secret: str) -> None:
    assert program.get(f"/calendar/{secret}").status_code == 404


def test_a_calendar_asks_the_database_little(coach: PageClient, program: FlaskClient, world: World, mine: Task) -> None:
    running(world, date(2025, 3, 1))
    path = made(coach)
    with counted() as seen:
        fetched(program, path)
    assert len(seen) <= 9 and seen.commits == 0, seen


def test_s16__what_is_typed_cannot_begin_another_line() -> None:
    event = ical.Event("x", date(2027, 1, 4), "A;b,c\\d\r\nDESCRIPTION:no", "é" * 80, "https://x.example/1", [])
    text = ical.calendar("n", [event], datetime(2027, 1, 4, 8, tzinfo=UTC))
    assert "SUMMARY:A\\;b\\,c\\\\d\\nDESCRIPTION:no\r\n" in text
    assert text.replace("\r\n ", "").count("\r\nDESCRIPTION:") == 1
    assert f"DESCRIPTION:{'é' * 80}\r\n" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
