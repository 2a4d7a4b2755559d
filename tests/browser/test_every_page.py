"""Every page in a real browser, wide and on a phone: axe finds nothing, nothing sticks out, nothing is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, Window
from tests.web.fixtures import Played
from tests.web.objects import incident_in, job_about, open_task, takeover_at, webhook_about
from tests.web.world import World

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TABS = (
    "",
    "/term",
    "/tasks",
    "/plan",
    "/transition",
    "/evaluation",
    "/documents",
    "/notes",
    "/timeline",
    "/diagram",
    "/access",
)


def look_at(window: Window, path: str) -> list[str]:
    """What is wrong with a page for somebody who cannot see or has a small screen."""
    page = window.open(path)
    if page.locator("[data-diagram]").count():
        page.wait_for_selector("[data-diagram][data-ready]")
    return [f"{path}: {problem}" for problem in [*by_axe(page), *sticking_out(page)]]


def by_axe(page: Page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{item['id']} ({item['help']}): {[node['target'] for node in item['nodes']][:3]}" for item in found]


def sticking_out(page: Page) -> list[str]:
    """Whether one has to scroll sideways."""
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{beyond} px too wide"] if beyond > 0 else []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_of_a_coach(window: Callable[..., Window], world: World, width: int) -> None:
    mine = window(width).sign_in("coach")
    task = open_task(world.case).id
    paths = [
        "/tasks", "/tasks?tab=team", "/tasks?tab=others", f"/tasks/{task}", "/cases", "/people", "/people/new",
        f"/people/{world.person}", f"/people/{world.person}/details", f"/people/{world.person}/transfer",
        "/organisations",
        f"/organisations/{world.organisations['schakel']}", "/start", "/start/visit",
        f"/start/visit?subject={world.person}", "/overview", "/planning", "/planning/late",
        "/processes", "/processes/visit", "/account", "/account/calendar", "/nothing",
        *(f"/cases/{world.case}{tab}" for tab in TABS),
    ]  # fmt: skip
    problems = [problem for path in paths for problem in look_at(mine, path)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_of_an_administrator_and_of_nobody(window: Callable[..., Window], world: World, width: int) -> None:
    mine = window(width).sign_in("administrator")
    own = ("/planning/outages", "/incidents", f"/incidents/{incident_in(world.case)}", f"/cases/{world.case}")
    jobs = ("/jobs", f"/jobs/{job_about(world.case)}", f"/cases/{world.case}/export")
    files = ("/take-overs", f"/take-overs/{takeover_at(world.organisations['schakel'], world.users['employer'])}")
    hooks = ("/webhooks/new", f"/webhooks/{webhook_about(world.case)}")
    places = ("/organisations/new", f"/organisations/{world.organisations['schakel']}/establishments/new")
    paths = ("/clock", "/cases", *places, *own, *jobs, *files, *hooks)
    problems = [problem for path in paths for problem in look_at(mine, path)]
    problems += look_at(window(width), "/login")
    problems += look_at(window(width).sign_in("worker"), "/my-page")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_real_trajectory(window: Callable[..., Window], played: Played, width: int) -> None:
    mine = window(width).sign_in("coach@schakel.example")
    paths = ["/tasks", *(f"/cases/{played.case}{tab}" for tab in TABS), f"/tasks/{open_task(played.case).id}"]
    paths += ["/processes/trajectory", "/start/trajectory", "/start/suspension"]
    problems = [problem for path in paths for problem in look_at(mine, path)]
    problems += look_at(window(width).sign_in("worker@schakel.example"), "/my-page")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_page_with_mistakes(window: Callable[..., Window], world: World, width: int) -> None:
    page = window(width).sign_in("coach").open(f"/tasks/{open_task(world.case).id}")
    page.get_by_role("button", name="Klaar", exact=True).click()
    page.wait_for_selector(".govuk-error-summary")
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')"), "it is read out first"
    assert not [*by_axe(page), *sticking_out(page)]
