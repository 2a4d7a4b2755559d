"""What the check finds of a table or a form stands on the rows, cells and components it is about, until mended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.drafts import begin
from tests.services.test_bad_drafts import table
from tests.web.world import World

pytestmark = pytest.mark.browser
DRAFT = "/processes/visit/draft"
SEND = """async ([address, content, revision]) => {
  const token = document.querySelector('[name=csrf_token]').value;
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ content, revision }) });
  if (!answer.ok) throw new Error(await answer.text());
}"""
OVERLAP = [("&lt; 10", '"a"'), ("[5..20]", '"b"')]
FIELDS = [
    {"type": "textfield", "id": "one", "key": "first", "label": "Eerste"},
    {"type": "textfield", "id": "two", "key": "second", "label": "Tweede", "validate": {"pattern": "("}},
    {"type": "textfield", "id": "three", "key": "first", "label": "Derde"},
    {"type": "wizard", "id": "four", "spell": "hocus"},
]


def test_findings_stand_where_they_are_until_mended(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    page.evaluate(SEND, [f"{DRAFT}/parts/dmn/voorrang.dmn", table(*OVERLAP), 0])
    standing = page.evaluate(f"() => fetch('{DRAFT}/parts/form/prepare').then(answer => answer.json())")
    form = json.dumps(json.loads(standing["content"]) | {"components": FIELDS})
    page.evaluate(SEND, [f"{DRAFT}/parts/form/prepare", form, standing["revision"]])
    of_a_table(mine.open(f"{DRAFT}/tables/voorrang.dmn"))
    of_a_form(mine.open(f"{DRAFT}/forms/prepare"))
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]  # see test_studio.py


def of_a_table(page: Page) -> None:
    """Two rows that overlap, then a cell nobody can read, then neither."""
    page.wait_for_selector("[data-table][data-ready]")
    rows = page.locator('td.rule-index[data-finding="error"]')
    assert rows.count() == 2
    assert "Rij 1 en rij 2 passen allebei" in (rows.first.get_attribute("title") or "")
    page.locator("[data-table-findings] li", has_text="Geen enkele rij past").wait_for()
    page.locator("[data-problem-list] button", has_text="Rij 1 en rij 2").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("tien dagen")
    cell = page.locator('td.input-cell[data-finding="error"]')
    cell.wait_for()
    assert "Rij 1, kolom «dagen»" in (cell.get_attribute("title") or "")
    assert rows.count() == 0
    page.keyboard.press("Control+A")
    page.keyboard.type("< 5")
    cell.wait_for(state="detached")
    assert not page.locator("td[data-finding]").count()
    page.locator("td.output-cell [contenteditable]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type('"net getypt"')
    page.get_by_label("dagen").fill("3")
    page.keyboard.press("Enter")
    page.locator("[role=status]", has_text="net getypt").wait_for()
    page.get_by_text("Rij: 1").wait_for()


def of_a_form(page: Page) -> None:
    """A rule that cannot be read, a name given twice, a component nobody knows: the sentence in the list chooses it."""
    page.wait_for_selector("[data-form][data-ready]")
    found = page.locator('.fjs-element[data-id="two"][data-finding="error"]')
    assert "Tweede" in (found.get_attribute("title") or "")
    page.locator("[data-problem-list] button", has_text="Tweede").click()
    page.locator('.fjs-element[data-id="two"].fjs-editor-selected').wait_for()
    assert page.locator('.fjs-element[data-id="four"][data-finding="error"]').inner_text(), "shown, whatever it is"
    page.locator("[data-problem-list] button", has_text="«Derde»").click()
    page.locator('[data-group-id="group-general"] .bio-properties-panel-group-header').click()
    page.locator('[data-entry-id="key"] input').fill("third")
    page.locator('.fjs-element[data-id="three"][data-finding]').wait_for(state="detached")
    standing = page.evaluate(f"() => fetch('{DRAFT}/parts/form/prepare').then(answer => answer.json())")
    kept = json.loads(standing["content"])["components"]
    assert [one.get("key") for one in kept] == ["first", "second", "third", None]
    assert FIELDS[3].items() <= kept[3].items()


def test_what_no_editor_opens_is_mended_as_text(window: Callable[..., Window], world: World) -> None:
    mine = window()
    page = begin(mine, "visit")
    standing = page.evaluate(f"() => fetch('{DRAFT}/parts/bpmn').then(answer => answer.json())")
    strange = standing["content"].replace("20100524/MODEL", "19990101/MODEL")
    page.evaluate(SEND, [f"{DRAFT}/parts/bpmn", strange, standing["revision"]])
    page.reload()
    page.get_by_role("link", name="Verbeter het als tekst").click()
    page.get_by_text("Regel 1: In dit bestand staat geen proces.").wait_for()
    page.get_by_label("De tekst").fill(standing["content"])
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("link", name="Terug naar de gewone bladzijde").click()
    page.wait_for_selector("[data-draw][data-ready]")
    assert "fouten: 0" in page.inner_text("#check")
    drawn = page.evaluate(f"() => fetch('{DRAFT}/parts/bpmn').then(answer => answer.json())")
    undrawn = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", drawn["content"], flags=re.DOTALL)
    page.evaluate(SEND, [f"{DRAFT}/parts/bpmn", undrawn, drawn["revision"]])
    page.reload()
    page.locator(".diagram-failed", has_text="niet waar ze op de tekening staan").wait_for()
    no_table = table().replace("decisionTable", "literalExpression")
    page.evaluate(SEND, [f"{DRAFT}/parts/dmn/voorrang.dmn", no_table, 0])
    mine.open(f"{DRAFT}/tables/voorrang.dmn")
    page.get_by_role("link", name="Verbeter het als tekst").wait_for()
    mine.problems[:] = [problem for problem in mine.problems if "inline style" not in problem]  # see test_studio.py
