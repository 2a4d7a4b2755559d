"""Texts that would run if anything let them, in a real browser: nothing runs, and if it tried, it would be stopped
(security.md 7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from app.services import notes, organisations, people, tasks
from tests.browser.conftest import Window
from tests.web.objects import open_task
from tests.web.world import World

pytestmark = pytest.mark.browser
CANARY = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"


@pytest.fixture
def poisoned(world: World) -> World:
    """The world with a canary in names, answers and notes."""
    administrator, coach = world.actor("administrator"), world.actor("coach")
    people.change(administrator, world.person, first_name=CANARY, last_name="Test", address=CANARY)
    organisations.edit(administrator, world.organisations["schakel"], name=CANARY)
    notes.add(coach, world.case, f"{CANARY}\njavascript:window.hit=1")
    answers = {"topic": CANARY, "day": "2027-01-11", "place": "work", "remark": CANARY, "points": [{"what": CANARY}]}
    tasks.save_draft(coach, open_task(world.case).id, answers)
    return world


def test_s07_nothing_that_was_typed_runs(window: Callable[..., Window], poisoned: World) -> None:
    seen = window().sign_in("coach")
    task = open_task(poisoned.case)
    case = f"/cases/{poisoned.case}"
    tabs = [f"{case}/{tab}" for tab in ("notes", "timeline", "diagram", "documents", "access")]
    for path in (f"/tasks/{task.id}", "/tasks", "/cases", case, *tabs, f"/people/{poisoned.person}", "/people"):
        page = seen.open(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hit") is None, path
        assert page.locator("img[src=x], main script:not([type])").count() == 0, path
    page = seen.open(f"/tasks/{task.id}")
    page.locator("form[data-draft] button").filter(has_text="Klaar").click()
    page = seen.open(f"/tasks/{task.id}")
    assert CANARY in page.locator("main").inner_text()
    assert page.evaluate("window.hit") is None


def test_s07_what_would_get_into_a_page_all_the_same_is_stopped_by_its_policy(
    browser: Browser, address: str, world: World
) -> None:
    context = browser.new_context(locale="nl-BE")
    page, told = context.new_page(), []
    page.on("console", lambda said: told.append(said.text))
    page.goto(f"{address}/login")
    page.evaluate("canary => document.querySelector('main').insertAdjacentHTML('beforeend', canary)", CANARY)
    page.evaluate(
        "() => { const script = document.createElement('script'); script.text = 'window.hit = 1';"
        " document.body.append(script) }"
    )
    page.evaluate("() => document.body.setAttribute('onclick', 'window.hit = 1')")
    page.click("body")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hit") is None
    assert sum("Content Security Policy" in text for text in told) >= 2, told
    context.close()
