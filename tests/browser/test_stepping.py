"""Stepping through a draft, the list of scenarios and the heat of a process, in a real browser, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
    page.wait_for_selector("[data-diagram][data-ready]")
    page.fill("#name", "Een bezoek")
    page.locator('form[action$="/keep"] button').click()
    page.wait_for_url("**/trials")
    assert page.get_by_text("Een bezoek", exact=True).is_visible()
    problems += look_at(mine, f"{DRAFT}/trials")
    problems += look_at(window(width).sign_in("coach"), "/processes/visit/heat")
    assert problems == []
