"""What people do with their hands: keyboard only, without scripts, on paper, too fast, on a bad line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app import db
from app.models.task import Answers
from tests.browser.conftest import PHONE, Window
from tests.web.objects import draft_of, open_task, task_of
from tests.web.world import World

pytestmark = pytest.mark.browser


def fill_in(window: Window) -> None:
    page = window.page
    page.fill("input[name=topic]", "Werk en rust")
    page.fill('input[name="day-day"]', "11")
    page.fill('input[name="day-month"]', "1")
    page.fill('input[name="day-year"]', "2027")
    page.check("input[name=place][value=work]")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_task_is_done_without_javascript(window: Callable[..., Window], world: World, width: int) -> None:
    mine = window(width, javascript=False).sign_in("coach")
    mine.page.get_by_role("link", name="Gesprek voorbereiden").click()
    fill_in(mine)
    mine.page.get_by_role("button", name="Rij toevoegen").click()
    assert mine.page.input_value("input[name=topic]") == "Werk en rust"
    mine.page.get_by_role("button", name="Bewaar").click()
    assert "zijn bewaard" in mine.page.inner_text("main")
    mine.page.get_by_role("button", name="Klaar", exact=True).click()
    assert mine.page.inner_text("h1") == "Klaar"
    assert open_task(world.case).role == "worker"


def test_a_task_is_done_with_the_keyboard_alone(window: Callable[..., Window], world: World) -> None:
    page = window().sign_in("coach").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    page.keyboard.type("yildiz")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=yildiz**")
    page.get_by_role("link", name="Gesprek voorbereiden").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=topic]")
    page.focus("input[name=topic]")
    for text in ("Werk", "11", "1", "2027"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.focus("input[name=topic]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done")
    assert task_of(open_task(world.case).id).role == "worker"


def test_typing_is_kept_by_itself(window: Callable[..., Window], world: World) -> None:
    task = open_task(world.case)
    page = window().sign_in("coach").open(f"/tasks/{task.id}")
    page.fill("input[name=topic]", "Half getypt")
    page.locator("[data-draft-status]", has_text="bewaard om").wait_for()
    assert (draft_of(task.id, world.users["coach"]) or {})["topic"] == "Half getypt"
    page.reload()
    assert page.input_value("input[name=topic]") == "Half getypt"


def test_what_was_typed_just_before_leaving_is_kept(window: Callable[..., Window], world: World) -> None:
    task = open_task(world.case)
    page = window().sign_in("coach").open(f"/tasks/{task.id}")
    page.fill("input[name=topic]", "Nog net")
    page.get_by_role("link", name="Dossiers").first.click()
    page.wait_for_url("**/cases")
    page.wait_for_timeout(500)
    assert (draft_of(task.id, world.users["coach"]) or {})["topic"] == "Nog net"


def test_enter_in_a_field_loses_nothing(window: Callable[..., Window], world: World) -> None:
    """users-ask 14: Enter completes the task with what was typed, never an earlier value."""
    task = open_task(world.case)
    mine = window().sign_in("coach")
    page = mine.open(f"/tasks/{task.id}")
    fill_in(mine)
    page.fill("input[name=topic]", "Het laatste")
    page.press("input[name=topic]", "Enter")
    page.wait_for_url("**/done")
    page = mine.open(f"/tasks/{task.id}")
    assert "Het laatste" in page.inner_text("main")


def test_a_double_click_answers_once(window: Callable[..., Window], world: World) -> None:
    """users-ask 9."""
    mine = window().sign_in("coach")
    page = mine.open(f"/tasks/{open_task(world.case).id}")
    fill_in(mine)
    page.get_by_role("button", name="Klaar", exact=True).dblclick()
    page.wait_for_url("**/done")
    with db.reading() as session:
        given = session.scalar(
            select(func.count()).select_from(Answers).where(Answers.case_id == world.case, Answers.element == "prepare")
        )
    assert given == 1


def test_the_diagram_can_be_moved_and_says_where_the_case_is(window: Callable[..., Window], world: World) -> None:
    page = window().sign_in("coach").open(f"/cases/{world.case}/diagram")
    page.wait_for_selector("[data-diagram][data-ready]")
    assert page.locator(".diagram-current").count() >= 1
    assert page.locator(".bjs-powered-by").is_visible(), "the licence of bpmn-js asks for its mark"
    page.get_by_role("button", name="Groter").click()


def test_a_page_prints_without_menus_and_with_the_date(window: Callable[..., Window], world: World) -> None:
    page = window().sign_in("coach").open(f"/cases/{world.case}")
    page.emulate_media(media="print")
    assert not page.locator("nav.app-nav").is_visible()
    assert not page.locator(".app-tabs").first.is_visible()
    assert "Afgedrukt door Coach Test op 4 januari 2027" in page.inner_text("footer")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_time_machine_moves_on_and_comes_back_to_the_page(window: Callable[..., Window], world: World) -> None:
    from app.services import clock

    page = window().sign_in("administrator").open("/clock")
    page.get_by_role("button", name="1 maand", exact=True).click()
    page.wait_for_selector("progress")
    clock.run()  # what the worker does in the background of `make run`
    page.wait_for_selector("progress", state="detached")
    assert "4 februari 2027" in page.inner_text("main")
