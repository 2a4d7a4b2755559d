"""The pages for moving running cases in a real browser: wide and on a phone, with a mouse-free move on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, WIDE, Window
from tests.browser.test_every_page import by_axe, sticking_out
from tests.support.versions import publish_next
from tests.web.world import HERE, World

pytestmark = pytest.mark.browser
CHANGES = {
    'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"',
    "'P7D'": "'P3D'",
}


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_cases_are_tried_and_moved(window: Callable[..., Window], world: World, width: int) -> None:
    publish_next(HERE, "visit", CHANGES)
    page = window(width).sign_in("process_editor").open("/processes/visit/2/cases")
    problems = [*by_axe(page), *sticking_out(page)]
    page.get_by_label("tellen opnieuw vanaf hun begin").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Opnieuw proberen").press("Enter")
    page.wait_for_url("**due=recompute**")
    page.get_by_role("button", name="Alle dossiers verplaatsen").press("Enter")
    page.wait_for_url("**/moves/*")
    assert not [*problems, *by_axe(page), *sticking_out(page)]
