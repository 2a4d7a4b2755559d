"""The editors of forms and of tables speak Dutch on a Dutch page, for every component they offer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.drafts import begin
from tests.web.world import World

pytestmark = pytest.mark.browser
DRAFT = "/processes/visit/draft"
# Every text in an editor and of its marks; the calendar of form-js is never open there.
TEXTS = """place => {
  const found = [], walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const keep = (element, text) => element.closest('svg, .flatpickr-calendar') || found.push(text.trim());
  while (walker.nextNode()) keep(walker.currentNode.parentElement, walker.currentNode.data);
  for (const name of ['title', 'placeholder', 'aria-label'])
    for (const one of place.querySelectorAll(`[${name}]`)) keep(one, one.getAttribute(name));
  return found.filter(text => /[A-Za-z]{3}/.test(text));
}"""
# What is the same in both languages, and what the libraries say past any translation: the types of DMN, the name of who
# made the editors, the pattern of a date.
SAME = {"Powered by bpmn.io", "string", "score", "score_result", "dd/mm/yyyy", "Move Input", "Move Output"}


def test_no_sentence_is_the_same_in_dutch_and_in_english(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    mine.open(f"{DRAFT}/tables")
    page.fill("[name=name]", "score")
    page.locator("main form button").first.click()
    page.wait_for_url("**/score.dmn")
    said = {}
    for language, form in (("nl", "talk"), ("en", "sign")):
        said[language] = of_tables(page, mine) | of_forms(page, mine, form)
        page.locator(".studio-state--saved").wait_for()
        page.locator(".app-language button").click()
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]  # see test_studio.py
    assert len(said["nl"]) > 100
    assert sorted((said["nl"] & said["en"]) - SAME) == []


def of_forms(page: Page, mine: Window, form: str) -> set[str]:
    """What the editor of forms says, with each component chosen once and all of its panel open."""
    mine.open(f"{DRAFT}/forms/{form}")
    page.wait_for_selector("[data-form][data-ready]")
    place, said = page.locator("[data-form]"), set()
    for kind in place.locator(".fjs-palette-field").all():
        kind.press("Enter")
        added = place.locator(f'.fjs-element[data-field-type="{kind.get_attribute("data-field-type")}"]').last
        added.evaluate("element => element.click()")
        closed = place.locator(".bio-properties-panel-group-header:not(.open)")
        closed.evaluate_all("all => all.map(one => one.click())")
        said |= set(place.evaluate(TEXTS))
    return said


def of_tables(page: Page, mine: Window) -> set[str]:
    """What the editor of tables says, with its menu and the editor of a column open."""
    mine.open(f"{DRAFT}/tables/score.dmn")
    page.wait_for_selector("[data-table][data-ready]")
    place = page.locator("[data-table]")
    place.locator("td.input-cell").first.click(button="right")
    said = set(place.evaluate(TEXTS))
    place.locator("th.input-cell").first.dblclick()
    return said | set(place.evaluate(TEXTS))
