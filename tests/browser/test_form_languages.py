"""The editor of forms takes the English texts of a component, and the English page shows them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.drafts import begin
from tests.web.world import World

pytestmark = pytest.mark.browser
FORM = "/processes/visit/draft/forms/prepare"


def test_english_is_written_in_the_panel_and_shown_on_the_english_page(
    window: Callable[..., Window], world: World
) -> None:
    mine = window()
    page = begin(mine, "visit")
    mine.open(FORM)
    write(page, "Dag van het gesprek", {"english-label_en": "Day of the talk"})
    write(page, "Waar", {"english-label_en": "Where", "english-option-0": "At work"})
    page.locator("[data-preview-place]").get_by_text("Op het werk").wait_for()
    page.locator(".app-language button").click()
    mine.open(FORM)
    shown = page.locator("[data-preview-place]")
    for words in ("Day of the talk", "Where", "At work", "At home", "Subject"):
        shown.get_by_text(words, exact=True).first.wait_for()
    assert shown.get_by_text("Opmerking").first.get_attribute("lang") == "nl"
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]  # see test_studio.py


def test_a_list_of_options_is_chosen_and_its_options_shown(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    mine.open(FORM).wait_for_selector("[data-form][data-ready]")
    page.locator('.fjs-palette-field[data-field-type="select"]').press("Enter")
    page.locator('.fjs-element[data-field-type="select"]').last.evaluate("element => element.click()")
    page.locator('[data-group-id="group-valuesSource"] .bio-properties-panel-group-header').click()
    source = page.locator('[data-entry-id="valuesSource-select"] select')
    assert source.locator("option").all_inner_texts() == ["Hier opgesomd", "Uit een lijst"], "no formula: it is not run"
    source.select_option("Uit een lijst")
    page.locator('[data-group-id="group-dynamicOptions"] .bio-properties-panel-group-header').click()
    page.locator('[data-entry-id="dynamicOptions-key"] select').select_option("codes.contract_type")
    page.locator("[data-preview-place] option", has_text="Onbepaalde duur").wait_for(state="attached")
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]  # see test_studio.py


def write(page: Page, label: str, texts: dict[str, str]) -> None:
    """Give a component its English."""
    page.wait_for_selector("[data-form][data-ready]")
    page.locator(".fjs-element", has_text=label).last.evaluate("element => element.click()")
    group = page.locator('[data-group-id="group-english"]')
    group.locator(".bio-properties-panel-group-header").click()
    with page.expect_response(lambda answer: all(text in (answer.request.post_data or "") for text in texts.values())):
        for entry, text in texts.items():
            group.locator(f'[data-entry-id="{entry}"]').locator("input, textarea").fill(text)
    group.locator(".bio-properties-panel-group-header").click()
