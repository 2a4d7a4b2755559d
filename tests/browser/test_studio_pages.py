"""The pages of the studio, wide and on a phone: axe finds nothing of ours, nothing sticks out, the mark is there.

Trials, steps, moves and heat are looked at in test_stepping.py and test_moving.py, with what is done there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE, Window
from tests.browser.drafts import begin
from tests.browser.test_every_page import RULES, sticking_out
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # axe looks thirty times
DRAFT = "/processes/visit/draft"
#: What the libraries themselves cause; why stands in docs/modelling.md.
THEIRS = [".dmn-decision-table-container th.index-column", ".djs-popup h3.djs-popup-title"]


def wrong(page: Page, what: str) -> list[str]:
    """What axe finds on this page, and whether one has to scroll sideways, at both widths."""
    found = []
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        said = Axe().run(page, context={"exclude": [[one] for one in THEIRS]}, options={"runOnly": RULES}).response
        places = [f"{item['id']}: {[node['target'] for node in item['nodes']][:3]}" for item in said["violations"]]
        found += [f"{what} at {width}: {one}" for one in [*places, *sticking_out(page)]]
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found


def uncovered(mark: Locator) -> bool:
    """Whether the bpmn.io mark can be seen: its licence asks for that."""
    return mark.evaluate(
        """mark => {
            mark.scrollIntoView({ block: 'center' });
            const { x, y, width, height } = mark.getBoundingClientRect();
            const seen = document.elementFromPoint(x + width / 2, y + height / 2);
            return width >= 40 && height >= 10 && mark.contains(seen);
        }"""
    )


def differences_are_walked(page: Page) -> None:
    """Both drawings open at the first difference and follow; buttons, keys and the list go to the others."""
    said, drawings = page.locator("[data-difference-said]"), page.locator("[data-difference-keys] [data-diagram]")
    expect(said).to_have_text("1/2 Taak «Verslag ondertekenen» krijgt een termijn: 10 dagen.")
    middle = "all => all.map(one => { const seen = one.viewer.get('canvas').viewbox(); return [seen.scale, seen.x] })"
    first = drawings.evaluate_all(middle)
    assert first[0] == first[1]
    assert first[0][0] > 0.8, "a label can be read"
    page.get_by_role("button", name="Volgende verschil").click()
    expect(said).to_have_text("2/2 Taak «Gesprek voorbereiden» heet nu «Bezoek voorbereiden».")
    assert drawings.evaluate_all(middle) != first
    page.keyboard.press("p")
    expect(said).to_contain_text("1/2")
    page.locator("[data-difference]").first.click()
    expect(page.get_by_role("button", name="Volgende verschil")).to_be_focused()
    drawings.last.evaluate("one => one.viewer.get('zoomScroll').stepZoom(-1)")
    followed = "all => Math.abs(all[0].viewer.get('canvas').zoom() - all[1].viewer.get('canvas').zoom()) < 0.01"
    page.wait_for_function(f"({followed})([...document.querySelectorAll('[data-difference-keys] [data-diagram]')])")


def test_the_editors(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    found = wrong(page, "a drawing")
    assert uncovered(page.locator(".bjs-powered-by"))
    page.locator('[data-element-id="prepare"]').first.click()
    page.click('.djs-context-pad [data-action="replace"]')
    page.locator(".djs-popup .entry").first.wait_for()
    found += wrong(page, "a step, and the menu of its kinds")
    mine.open(f"{DRAFT}/forms/prepare").wait_for_selector("[data-form][data-ready]")
    assert uncovered(page.locator(".fjs-powered-by a"))
    page.locator(".fjs-form-editor .fjs-element").first.click()
    page.locator(".bio-properties-panel-group-header .bio-properties-panel-arrow").first.click()
    found += wrong(page, "a field of a form")
    mine.open(f"{DRAFT}/tables")
    found += wrong(page, "no table")
    page.fill("[name=name]", "priority")
    page.get_by_role("button", name="Tabel maken").click()
    page.wait_for_selector("[data-table][data-ready]")
    assert uncovered(page.locator(".bjs-powered-by"))
    found += wrong(page, "a table")
    # The editors of forms and tables try to set styles that the policy refuses; ours stand in for them.
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]
    assert not found, "\n".join(found)


def test_the_pages_around_them(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    page.locator('[data-element-id="prepare"]').first.click()
    page.fill("#p-name", "Bezoek voorbereiden")
    page.press("#p-name", "Tab")
    page.locator('[data-element-id="sign"]').first.click()
    page.fill("#p-due", "10 dagen")
    page.press("#p-due", "Tab")
    page.locator(".studio-state--saved").wait_for()
    found = []
    for tab in ("forms", "forms/prepare/text", "settings", "outline", "trials", "comparison", "history", "publish"):
        mine.open(f"{DRAFT}/{tab}")
        if page.locator("[data-diagram]").count():
            page.wait_for_selector("[data-diagram][data-ready]")
        if tab == "comparison":
            differences_are_walked(page)
        found += wrong(page, tab)
    page.get_by_label("Wat verandert er?").fill("Een andere naam.")
    page.get_by_label("Waarom?").fill("Zo zegt men het.")
    page.get_by_role("button", name="Indienen bij een collega").click()
    page.get_by_text("Een tweede persoon moet het goedkeuren").wait_for()
    colleague = window().sign_in("administrator").open(f"{DRAFT}/publish")
    found += wrong(colleague, "to approve")
    colleague.get_by_role("button", name="Goedkeuren en publiceren").click()
    colleague.wait_for_url("**/processes/visit/2")
    colleague.wait_for_selector("[data-diagram][data-ready]")
    found += wrong(colleague, "the new version")
    colleague.goto(colleague.url.replace("/visit/2", "/visit/1"))
    colleague.wait_for_selector("[data-diagram][data-ready]")
    found += wrong(colleague, "an earlier version")
    assert not found, "\n".join(found)
