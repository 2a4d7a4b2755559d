"""The pages for moving running cases in a real browser: wide and on a phone, with a mouse-free move on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE, Window
from tests.browser.hands import Keyboard
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


def test_a_step_is_dragged_to_its_place_or_put_there_by_keys(window: Callable[..., Window], world: World) -> None:
    """The list follows either way, and says where cases go on; what cannot be the place says why."""
    publish_next(HERE, "visit", {'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    page = window().sign_in("process_editor").open("/processes/visit/2/cases")
    page.wait_for_selector("[data-mapping][data-ready]")
    chosen, said = page.locator("select[name='go.visit/prepare']"), page.locator("[data-mapping-said]")
    step = page.locator("#mapping-old-1 [data-element-id='prepare']")
    new = page.locator("#mapping-new-1")

    drag(page, step, new.locator("[data-element-id='done']"))
    expect(said).to_have_text("«Gesprek voorbereiden» en «Verslag klaar» zijn niet van dezelfde soort.")
    expect(chosen).to_have_value("")
    problems = by_axe(page)  # while places are asked for
    page.keyboard.press("Escape")
    expect(new.locator("[role=button]")).to_have_count(0)
    drag(page, step, new.locator("[data-element-id='talk']"))
    expect(chosen).to_have_value("talk")
    expect(new.locator(".diagram-count")).to_have_text("← Gesprek voorbereiden")

    Keyboard().use(page.get_by_role("button", name="Gesprek voorbereiden", exact=True))
    expect(new.locator("[data-element-id='prepare_visit']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(step).to_be_focused()
    Keyboard().use(step)
    expect(new.locator("[data-element-id='prepare_visit']")).to_be_focused()
    places = new.locator("[role=button]").count()
    for _ in range(places - 1):
        page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("zijn niet van dezelfde soort")
    page.keyboard.press("Enter")
    expect(chosen).to_have_value("talk")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(chosen).to_have_value("prepare_visit")
    expect(step).to_be_focused()
    expect(said).to_contain_text("gaat verder bij «Gesprek voorbereiden»")

    chosen.select_option("")
    expect(new.locator(".diagram-count")).to_have_count(0)
    chosen.select_option("prepare_visit")
    Keyboard().use(page.get_by_role("button", name="Opnieuw proberen"))
    page.wait_for_url("**prepare_visit**")
    page.wait_for_selector("[data-mapping][data-ready]")
    expect(new.locator(".diagram-count")).to_have_text("← Gesprek voorbereiden")
    page.set_viewport_size({"width": PHONE, "height": 900})
    expect(page.locator("[data-mapping]")).to_be_hidden()
    expect(chosen).to_be_visible()
    assert not [*problems, *by_axe(page), *sticking_out(page)]


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """With the mouse, from the middle of the one to the middle of the other."""
    onto.scroll_into_view_if_needed()
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(*middle(onto), steps=4)
    page.mouse.up()


def middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
