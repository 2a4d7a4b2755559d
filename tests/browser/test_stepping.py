"""Stepping through a draft, the list of scenarios and the heat of a process, in a real browser, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, Window
from tests.browser.test_every_page import look_at
from tests.web.world import World

pytestmark = pytest.mark.browser
DRAFT = "/processes/visit/draft"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_step_is_set_and_kept(window: Callable[..., Window], world: World, width: int) -> None:
    mine = window(width).sign_in("process_editor")
    page = mine.open("/processes/visit")
    page.locator(f'form[action="{DRAFT}"] button').first.click()
    page = mine.open(f"{DRAFT}/trials")
    page.locator(f'form[action="{DRAFT}/step"] button').first.click()
    page.wait_for_url("**/step/*")
    problems = look_at(mine, page.url.removeprefix(mine.address))
    page.locator('button[value="draw"]').first.click()
    page.locator('button[value="P7D"]').click()
    go_back_in_time(page)
    page.fill("#name", "Een bezoek")
    page.locator('form[action$="/keep"] button').click()
    page.wait_for_url("**/trials")
    assert page.get_by_text("Een bezoek", exact=True).is_visible()
    problems += look_at(mine, f"{DRAFT}/trials")
    problems += look_at(window(width).sign_in("coach"), "/processes/visit/heat")
    assert problems == []


def go_back_in_time(page: Page) -> None:
    """The slider by its keys: the drawing and the lists follow, and an address can name a day."""
    page.wait_for_selector("#day-diagram[data-ready]")
    talk = page.locator('#day-diagram [data-element-id="talk"].diagram-current')
    assert talk.count() == 1
    page.focus("#day")
    page.keyboard.press("Home")
    first = page.get_attribute("#day", "aria-valuetext")
    assert first == page.inner_text("[data-slider-day]") != ""
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#day", "aria-valuetext") != first
    assert "Gesprek voeren" in page.inner_text("[data-slider-open]")
    page.goto(page.url.split("#")[0] + "?day=0")
    assert page.get_attribute("#day", "aria-valuetext") == first
