"""The task page: know, do, keep, complete; nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import db
from app.domain.audit import Tag
from app.models.audit import Audit
from app.services import tasks as services
from app.services import waking
from tests.support.clock import TestClock
from tests.web.objects import VALID, case_of, draft_of, open_task, task_of
from tests.web.page_client import Page, PageClient
from tests.web.world import World

FORM = "form[data-draft]"


@pytest.fixture
def task_id(world: World) -> int:
    """The coach's open task in the case."""
    return open_task(world.case).id


def page_of(browser: PageClient, task_id: int) -> Page:
    return browser.get(f"/tasks/{task_id}")


def test_the_page_says_what_why_and_when(coach: PageClient, task_id: int) -> None:
    page = page_of(coach, task_id)
    assert page.h1 == "Gesprek voorbereiden"
    assert "Amina Yildiz" in page.main
    assert "Lees het vorige verslag." in page.main
    assert "Grond: voorbeeld, artikel 1." in page.main
    assert "over 2 weken" in page.main
    assert "18 januari 2027" in page.main


def test_completing_leads_to_who_is_next(coach: PageClient, world: World, task_id: int) -> None:
    done = coach.follow(coach.submit(page_of(coach, task_id), FORM, **VALID))
    assert done.h1 == "Klaar"
    assert "Gesprek voeren" in done.main
    assert "Worker Test" in done.main
    assert task_of(task_id).status == "done"
    assert open_task(world.case).role == "worker"


def test_wrong_answers_stay_and_every_mistake_is_told(coach: PageClient, task_id: int) -> None:
    answers = {**VALID, "topic": "", "day-month": "13", "remark": "Dit wil ik houden"}
    page = coach.submit(page_of(coach, task_id), FORM, status=422, **answers)
    links = [link["href"] for link in page.all(".govuk-error-summary__list a")]
    assert len(links) == 2
    assert all(page.all(link) for link in links), "each line of the summary leads to a field"
    assert "er zijn fouten" in page.one("title").get_text()
    assert page.one("textarea[name=remark]").get_text().strip() == "Dit wil ik houden"
    assert page.one('input[name="day-month"]')["value"] == "13"
    assert task_of(task_id).status == "open"


def test_save_keeps_what_is_not_valid_yet(coach: PageClient, world: World, task_id: int) -> None:
    answers = {**VALID, "topic": "", "day-day": "34"}
    back = coach.follow(coach.submit(page_of(coach, task_id), FORM, button="_action=save", **answers))
    assert "bewaard" in back.main
    assert back.one('input[name="day-day"]')["value"] == "34"
    assert back.one("textarea[name=remark]").get_text().strip() == "Niets"
    assert task_of(task_id).status == "open"


def test_the_page_keeps_a_draft_by_itself(coach: PageClient, world: World, task_id: int) -> None:
    data = {**page_of(coach, task_id).fields(page_of(coach, task_id).one(FORM)), "topic": "Half"}
    answer = coach.client.post(f"/tasks/{task_id}/draft", data=data, headers={"Accept": "application/json"})
    assert answer.get_json() == {"message": "bewaard om 09:00"}
    assert (draft_of(task_id, world.users["coach"]) or {})["topic"] == "Half"


def test_rows_come_and_go_without_javascript(coach: PageClient, task_id: int) -> None:
    page = coach.submit(page_of(coach, task_id), FORM, button="_add=points", status=200, **VALID)
    assert next(field["value"] for field in page.all('input[name$="-what"]')) == "Pauze"
    assert len(page.all('input[name$="-what"]')) == 2
    page = coach.submit(page, FORM, button="_remove=points-0", status=200)
    assert len(page.all('input[name$="-what"]')) == 1
    assert page.one("input[name=topic]")["value"] == VALID["topic"]
    assert not page.all(".govuk-error-summary")


def test_somebody_was_first(
    coach: PageClient, signed_in: Callable[[str], PageClient], world: World, task_id: int
) -> None:
    """users-ask 9, 10: the second one is told who and when, and sees his own answers."""
    mine = page_of(coach, task_id)
    services.complete(
        world.actor("coach"),
        task_id,
        {"topic": "Eerst", "day": "2027-01-11", "place": "work", "remark": "", "points": []},
    )
    page = coach.submit(mine, FORM, status=409, **{**VALID, "topic": "Mijn eigen onderwerp"})
    assert "Coach Test" in page.main
    assert "4 januari 2027, 09:00" in page.main
    assert "Mijn eigen onderwerp" in page.main


def test_a_stale_form_comes_back_with_the_answers(
    coach: PageClient, world: World, clock: TestClock, task_id: int
) -> None:

    mine = page_of(coach, task_id)
    clock.advance(days=8)
    assert waking.wake(world.case), "the reminder fires and the case moves on"
    page = coach.submit(mine, FORM, status=409, **VALID)
    assert "vanzelf verder gegaan" in page.main
    assert page.one("input[name=topic]")["value"] == VALID["topic"]
    done = coach.submit(page, FORM, **VALID)
    assert done.status == 302


def test_an_expired_session_loses_nothing(anonymous: PageClient, coach: PageClient, world: World, task_id: int) -> None:
    """users-ask 20: sign in again and go on with what was typed."""
    mine = page_of(coach, task_id)
    coach.client.delete_cookie("traject")
    page = coach.submit(mine, FORM, status=401, **{**VALID, "topic": "Lang getypt"})
    assert "niet weg" in page.main
    assert task_of(task_id).status == "open"
    resumed = coach.submit(
        page, 'form[action="/login"]', email="coach@test.example", password="een-lang-wachtwoord-voor-tests", status=200
    )
    assert resumed.h1 == "Uw antwoorden zijn er nog"
    back = coach.follow(coach.submit(resumed, f'form[action="/tasks/{task_id}"]'))
    assert back.one("input[name=topic]")["value"] == "Lang getypt"
    assert back.one('input[name="points-0-what"]')["value"] == "Pauze"
    assert task_of(task_id).status == "open", "handing back answers completes nothing"


def test_a_form_of_an_older_session_loses_nothing(coach: PageClient, task_id: int) -> None:
    mine = page_of(coach, task_id)
    coach.client.delete_cookie("traject")
    coach.sign_in("coach")
    page = coach.submit(mine, FORM, status=400, **VALID)
    back = coach.follow(coach.submit(page, f'form[action="/tasks/{task_id}"]'))
    assert back.one("input[name=topic]")["value"] == VALID["topic"]
    assert task_of(task_id).status == "open"


def test_s20_a_draft_is_its_writers_own(
    coach: PageClient, signed_in: Callable[[str], PageClient], world: World
) -> None:
    task = open_task(world.case)
    services.release(world.actor("coach"), task.id)
    services.save_draft(world.actor("coach"), task.id, {"topic": "Van de coach"})
    services.release(world.actor("coach"), task.id)
    page = page_of(signed_in("coach2"), task.id)
    assert "Van de coach" not in page.text


def test_what_was_answered_can_be_read_afterwards(coach: PageClient, task_id: int) -> None:
    """users-ask 15."""
    coach.submit(page_of(coach, task_id), FORM, **VALID)
    page = page_of(coach, task_id)
    assert "Deze taak is gedaan door Coach Test" in page.main
    assert "Werk en rust" in page.main
    assert "Op het werk" in page.main
    assert not page.all(FORM)


def test_a_task_of_another_role_is_shown_with_the_reason(signed_in: Callable[[str], PageClient], task_id: int) -> None:
    page = page_of(signed_in("employer"), task_id)
    assert "Deze taak is voor: Jobcoach." in page.main
    assert not page.all(FORM)


def test_claim_release_assign(
    coach: PageClient, signed_in: Callable[[str], PageClient], world: World, task_id: int
) -> None:
    coach.submit(page_of(coach, task_id), f'form[action="/tasks/{task_id}/release"]', status=302)
    assert task_of(task_id).assignee_id is None
    colleague = signed_in("coach2")
    team = colleague.get("/tasks?tab=team")
    colleague.submit(team, f'form[action="/tasks/{task_id}/claim"]', status=302)
    assert task_of(task_id).assignee_id == world.users["coach2"]
    page = page_of(colleague, task_id)
    colleague.submit(page, f'form[action="/tasks/{task_id}/assignee"]', user=str(world.users["coach"]), status=302)
    assert task_of(task_id).assignee_id == world.users["coach"]


@pytest.mark.parametrize("user", ["employer", "stranger", "worker"])
def test_s22_a_task_goes_only_to_a_colleague_of_the_same_role(
    coach: PageClient, world: World, task_id: int, user: str
) -> None:
    page = coach.post(f"/tasks/{task_id}/assignee", {"user": str(world.users[user])}, status=422)
    assert "dezelfde rol" in page.main
    assert task_of(task_id).assignee_id == world.users["coach"]


def test_s19_what_is_not_asked_is_not_taken_and_stands_in_the_audit(
    coach: PageClient, world: World, task_id: int
) -> None:
    extra = {"status": "done", "role": "administrator", "typename": "y"}
    coach.post(f"/tasks/{task_id}", {**VALID, **extra})
    assert case_of(world.case).variables == {}
    assert "administrator" not in page_of(coach, task_id).main
    assert completed(world.case)["ignored"] == ["role", "status", "typename"]


def completed(case_id: int) -> dict[str, object]:
    """What the audit says of the task that was completed."""
    with db.reading() as session:
        wanted = select(Audit.payload).where(Audit.case_id == case_id, Audit.tag == Tag.TASK_COMPLETED.value)
        found: dict[str, object] = json.loads(session.scalars(wanted).one())
        return found


def test_the_worklist_and_the_task_page_ask_little_of_the_database(
    coach: PageClient, statements: Callable[[], object], task_id: int
) -> None:
    for path in ("/tasks", "/tasks?tab=others", f"/tasks/{task_id}"):
        coach.client.get(path)
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture's own type is a context manager
            coach.client.get(path)
        assert len(seen) <= 10, f"{path}\n{seen}"
