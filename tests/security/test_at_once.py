"""Two people, or one person twice, in the same moment: one is done, the other is told (security.md 27)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from app import db
from app.models.case import Case
from app.models.person import Person
from app.models.trajectory import Trajectory
from tests.security.doors import Doors
from tests.support.stage import Stage


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it in the same moment; what each gave, in order."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        outcomes[index] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def rows_of(model: type) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_s27__the_same_start_sent_three_times_at_once_is_one_case(stage: Stage, doors: Doors) -> None:
    body = {"process": "trajectory", "data": stage.registration()}
    doors.token(stage.coach)

    def start() -> Any:
        return doors.call(stage.coach, "POST", "/cases", body, headers={"Idempotency-Key": "once"})

    answers = at_once(start, start, start)
    assert [answer.status_code for answer in answers] == [201, 201, 201], [answer.text for answer in answers]
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert (rows_of(Case), rows_of(Trajectory)) == (1, 1)


def test_s27__two_who_register_the_same_person_at_once(stage: Stage, doors: Doors) -> None:
    given = stage.registration()
    people = rows_of(Person)
    for actor in (stage.coach, stage.employer):
        doors.token(actor)
    answers = at_once(
        lambda: doors.start_by_api(stage.coach, "trajectory", given),
        lambda: doors.start_by_api(stage.employer, "trajectory", given),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422], [answer.text for answer in answers]
    late = next(answer for answer in answers if answer.status_code == 422)
    assert late.get_json()["errors"]["national_number"]
    assert (rows_of(Person), rows_of(Trajectory)) == (people + 1, 1)


def test_s27__two_who_start_for_a_known_person_at_once(stage: Stage, doors: Doors) -> None:
    given = stage.registration()
    page = doors.browser(stage.coach).get("/people/new")
    with db.reading() as session:
        before = session.scalar(select(func.count()).select_from(Person)) or 0
    doors.browser(stage.coach).submit(
        page,
        'form[action="/people/new"]',
        status=302,
        **{key: given[key] for key in ("national_number", "first_name", "last_name", "language")},
        organisation_id=given["organisation"],
        coach_id=given["coach"],
    )
    assert rows_of(Person) == before + 1
    for actor in (stage.coach, stage.employer):
        doors.token(actor)
    answers = at_once(
        lambda: doors.start_by_api(stage.coach, "trajectory", given),
        lambda: doors.start_by_api(stage.employer, "trajectory", given),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422], [answer.text for answer in answers]
    assert (rows_of(Person), rows_of(Trajectory)) == (before + 1, 1)


def test_a_start_form_sent_again_with_other_answers_is_shown_again(stage: Stage, doors: Doors) -> None:
    """Back in the browser, a word changed, sent again: not a second case by accident, and nothing typed is lost."""
    given = stage.registration()
    first = doors.start_by_page(stage.coach, "trajectory", given, _once="the form")
    assert first.status == 302
    again = doors.start_by_page(stage.coach, "trajectory", given | {"last_name": "Janssen"}, _once="the form")
    assert again.status == 409
    assert "al een dossier gestart" in again.main
    assert again.one("input[name=last_name]")["value"] == "Janssen"
    assert again.one("input[name=_once]")["value"] != "the form"
    assert rows_of(Case) == 1
