"""A draft in a real browser: nothing is lost when two draw or the line drops, and what is wrong is marked in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from app import db
from app.models.process_draft import PICTURE, DraftPart
from tests.browser.conftest import Window
from tests.browser.drafts import begin, find, saved
from tests.web.world import World

pytestmark = pytest.mark.browser
SAVE = "**/draft/parts/bpmn"
SEND = """async ([content, revision]) => {
  const token = document.querySelector('[name=csrf_token]').value;
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  const body = JSON.stringify({ content, revision });
  const answer = await fetch('/processes/visit/draft/parts/bpmn', { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}"""


def rename(page: Page, name: str) -> None:
    """Another name for the first task."""
    if not page.locator("#p-name").count():  # a second click would choose nothing
        page.locator('[data-element-id="prepare"]').first.click()
    page.fill("#p-name", name)
    page.press("#p-name", "Tab")


def shows(page: Page, name: str) -> None:
    """Wait until the first task is drawn with this name."""
    words = name.split()[-1]
    page.locator('[data-element-id="prepare"]', has_text=words).first.wait_for()


def test_two_people_draw_the_same_and_both_texts_stay(window: Callable[..., Window], world: World) -> None:
    mine = begin(window(), "visit")
    theirs = begin(window(), "visit", "administrator")
    rename(theirs, "Anders")
    saved(theirs)
    rename(mine, "Eigen")
    mine.get_by_role("button", name="Verder met de mijne").wait_for()
    assert "Administrator" in mine.locator("[data-draft-state]").inner_text(), "who was first is said"
    mine.get_by_role("button", name="Verder met de mijne").click()
    saved(mine)
    rename(theirs, "Nogmaals")
    theirs.get_by_role("button", name="Verder met die van de ander").click()
    theirs.wait_for_selector("[data-draw][data-ready]")
    shows(theirs, "Eigen")
    theirs.get_by_role("link", name="Geschiedenis").click()
    theirs.get_by_role("row", name="iemand anders was eerst").first.get_by_role("button", name="Terugzetten").click()
    theirs.get_by_role("link", name="Tekenen").click()
    theirs.wait_for_selector("[data-draw][data-ready]")
    shows(theirs, "Nogmaals")


def test_without_a_connection_the_work_stays_and_is_sent_when_it_is_back(
    window: Callable[..., Window], world: World
) -> None:
    page = begin(window(), "visit")
    page.context.set_offline(True)
    rename(page, "Onderweg")
    page.locator(".studio-state--offline").wait_for()
    assert "Onderweg" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    saved(page)
    assert "Onderweg" not in page.evaluate("JSON.stringify(localStorage)"), "kept by the server now"
    page.route(SAVE, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    rename(page, "Onbewaard")
    page.locator(".studio-state--offline").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("[data-draw][data-ready]")
    shows(page, "Onderweg")
    page.unroute(SAVE)
    page.get_by_role("button", name="Terughalen").click()
    shows(page, "Onbewaard")
    saved(page)


def test_a_session_that_ends_keeps_the_work_until_the_same_person_is_back(
    window: Callable[..., Window], world: World
) -> None:
    mine = window()
    with mine.page.expect_response("**/draft/picture"):  # an answer still under way would bring the cookie back
        page = begin(mine, "visit")
    page.context.clear_cookies()
    rename(page, "Afgemeld")
    page.locator(".studio-state--out").wait_for()
    elsewhere = Window(page.context.new_page(), mine.address)
    elsewhere.sign_in("administrator")
    with page.expect_response("**/processes/visit/draft"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.locator(".studio-state--out").wait_for()
    page.context.clear_cookies()
    elsewhere.sign_in("process_editor")
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    standing = diagram(page)
    assert "Afgemeld" in standing["content"]
    assert standing["revision"] == 2, "nothing was saved in the name of somebody else"


def test_what_is_typed_is_taken_over_while_one_types(window: Callable[..., Window], world: World) -> None:
    """Marks and draft follow the keys; half a name is no name in programs; the first click on a button counts."""
    page = begin(window(), "visit")
    page.locator('[data-element-id="prepare"]').first.click()
    page.click("#p-due")
    page.keyboard.press("Control+A")
    page.keyboard.type("straks")
    page.locator("#p-due-error", has_text="Schrijf een duur").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("6 weken")
    saved(page)
    assert page.evaluate("document.activeElement.id") == "p-due"
    assert "P6W" in diagram(page)["content"]
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.locator('.djs-popup [data-id="append-user-task"]').click()
    page.locator("#p-role").wait_for()
    page.locator("#p-name").press_sequentially("Na")
    page.locator(".djs-element.selected", has_text="Na").wait_for()
    assert page.input_value("#p-id").startswith("Activity_")
    page.keyboard.type("kijken")
    button = page.get_by_role("button", name="Nieuw formulier maken")
    button.hover()
    page.mouse.down()
    page.wait_for_timeout(100)  # the name is settled between the two
    page.mouse.up()
    page.get_by_role("link", name="Formulier openen").wait_for()
    assert page.input_value("#p-id") == "nakijken"


def test_what_is_wrong_is_marked_where_it_is_until_it_is_mended(window: Callable[..., Window], world: World) -> None:
    page = begin(window(), "visit")
    page.locator('[data-element-id="prepare"]').first.click()
    role = page.input_value("#p-role")
    page.select_option("#p-role", "")
    page.locator('[data-element-id="prepare"].studio-error').wait_for(state="attached")
    page.locator('[data-element-id="talk"]').first.click()
    page.locator("[data-problem-list] button").first.click()
    assert page.input_value("#p-role") == "", "the sentence chooses the element"
    page.keyboard.press("Control+Z")
    page.locator(".studio-error").wait_for(state="detached")
    assert page.input_value("#p-role") == role
    assert "fouten: 0" in page.inner_text("#check")
    page.get_by_role("button", name="Opnieuw doen").click()
    page.locator('[data-element-id="prepare"].studio-error').wait_for(state="attached")
    page.get_by_role("button", name="Ongedaan maken").click()
    page.locator(".studio-error").wait_for(state="detached")
    assert page.get_by_role("button", name="Ongedaan maken").is_disabled(), "nothing is left to undo"


def test_what_the_modeler_leaves_out_is_told_before_it_goes(window: Callable[..., Window], world: World) -> None:
    page = begin(window(), "visit")
    standing = diagram(page)
    marked = standing["content"].replace(
        "<bpmn:process ", '<bpmn:process xmlns:x="https://x.example" x:mark="blijft" ', 1
    )
    foreign = marked.replace("</bpmn:process>", '<bpmn:wizardTask id="wizard" /></bpmn:process>')
    page.evaluate(SEND, [foreign, standing["revision"]])
    page.reload()
    page.wait_for_selector("[data-draw][data-ready]")
    told = page.locator("[data-draft-state]").inner_text()
    assert "valt het weg" in told
    assert "wizardTask" in told
    assert diagram(page)["content"] == foreign, "looking changes nothing"
    rename(page, "Anders")
    saved(page)
    kept = diagram(page)["content"]
    assert "wizardTask" not in kept
    assert 'x:mark="blijft"' in kept, "what it does not know but keeps is not in the list"


def diagram(page: Page) -> dict[str, Any]:
    """The diagram as the server has it: its content and revision."""
    found: dict[str, Any] = page.evaluate("() => fetch('/processes/visit/draft/parts/bpmn').then(all => all.json())")
    return found


def test_quick_fingers_lose_no_key(window: Callable[..., Window], world: World) -> None:
    """A and R work in the very moment a step was found: the pad they belong to appears a frame later."""
    page = begin(window(), "visit")
    page.locator(".djs-container > svg").focus()
    for key in ("a", "r", "a", "r"):
        find(page, "prepare")
        page.keyboard.press(key)
        page.locator(".djs-popup .entry").first.wait_for()
        assert "Taak" in page.locator(".djs-popup").inner_text(), "in the language of the page"
        page.keyboard.press("Escape")
    page.locator(".djs-minimap .toggle").click()
    page.locator(".djs-minimap.open svg g").first.wait_for()


def test_a_drawing_goes_out_as_a_file_and_comes_back(
    window: Callable[..., Window], world: World, tmp_path: Path
) -> None:
    page = begin(window(), "visit")
    page.get_by_text("Tekening als bestand (.bpmn)").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="De tekening afhalen").click()
    assert downloading.value.suggested_filename == "visit.bpmn"
    file = tmp_path / "visit.bpmn"
    text = downloading.value.path().read_text(encoding="utf-8")
    file.write_text(text.replace('name="Gesprek voorbereiden"', 'name="Ingelezen"'), encoding="utf-8")
    page.get_by_label("Een bestand inlezen").set_input_files(file)
    with page.expect_response("**/draft/picture"):
        page.get_by_role("button", name="Inlezen", exact=True).click()
    shows(page, "Ingelezen")
    with db.reading() as session:
        drawn = session.scalars(select(DraftPart.content).where(DraftPart.kind == PICTURE)).one()
    assert "Ingelezen" in drawn, "nobody changed anything, and yet the version will have its picture"
