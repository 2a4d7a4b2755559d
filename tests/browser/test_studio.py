"""A changed process in a real browser: drawn, tried, compared, approved by a second person, and running cases moved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Role
from app.domain.identifiers import synthetic_enterprise_number
from app.jobs import registry
from app.jobs.perform import perform
from app.models.job import Job
from app.services import organisations, users
from config import Environment, Settings
from tests.browser.conftest import Window
from tests.web.fixtures import Played
from tests.web.objects import open_task
from tests.web.world import PASSWORD

pytestmark = pytest.mark.browser
registry.load()
DRAFT = "/processes/annual_pop/draft"
NEW = "Plan nakijken"


@pytest.fixture
def people(played: Played) -> Played:
    """The played trajectory, with somebody who draws and somebody who approves."""
    new = organisations.NewOrganisation("beheer", "Beheer", "platform", number=synthetic_enterprise_number(90))
    place = organisations.register(SYSTEM, new)
    for role in (Role.PROCESS_EDITOR, Role.ADMINISTRATOR):
        name = role.value.replace("_", " ").title()
        users.create(
            SYSTEM, users.NewUser(f"{role.value}@test.example", role.value, place, name=name, password=PASSWORD)
        )
    return played


def allow_codemirror(window: Window) -> None:
    """CodeMirror in form-js tries to add rules that the policy refuses; ours stand in for them (codemirror.css)."""
    window.problems[:] = [problem for problem in window.problems if "inline style" not in problem]


def do_jobs() -> None:
    """What the worker does in the background."""
    with db.reading() as session:
        waiting = session.execute(select(Job.id, Job.turn).where(Job.state == "queued")).all()
    for job, turn in waiting:
        perform(job, turn, "worker", Settings(environment=Environment.TESTING), lambda: False)


def begin(window: Window) -> Page:
    """A draft, opened in the editor."""
    page = window.sign_in("process_editor").open("/processes/annual_pop")
    page.get_by_role("button", name="Volgende versie tekenen").click()
    page.wait_for_selector("[data-draw][data-ready]")
    return page


def saved(page: Page) -> None:
    page.locator(".studio-state--saved").wait_for()


@pytest.mark.parametrize("keys", [False], ids=["mouse"])
def test_a_task_with_a_form_from_the_drawing_to_running_cases(
    window: Callable[..., Window], people: Played, keys: bool
) -> None:
    mine = window()
    page = begin(mine)
    (draw_by_keyboard if keys else draw_by_mouse)(page)
    describe(page, keys)
    act(page.get_by_role("button", name="Nieuw formulier maken"), keys)
    act(page.get_by_role("link", name="Formulier openen"), keys)
    design(page, keys)
    allow_codemirror(mine)
    try_and_compare(page, keys)
    colleague = window().sign_in("administrator")
    publish(page, colleague.page, keys)
    move(colleague, keys)
    complete(window().sign_in("coach@schakel.example"), people.case, keys)


def act(what: Locator, keys: bool) -> None:
    """Use a button or a link."""
    what.press("Enter") if keys else what.click()


def draw_by_mouse(page: Page) -> None:
    """Drop a task on the arrow between two steps, make it a task of a coach, in fourteen days."""
    box = page.locator('[data-element-id="flow_prepare__talk_again"] .djs-hit').first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.click('.djs-palette [data-action="create.task"]')
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=3)
    page.mouse.click(x, y)
    page.locator(".djs-direct-editing-content").wait_for()
    page.keyboard.press("Escape")
    page.click('.djs-context-pad [data-action="replace"]')
    page.click('.djs-popup [data-id="replace-with-user-task"]')


def draw_by_keyboard(page: Page) -> None:
    """Find a step, append a task to it, make it a task of a person, and lead the arrows through it."""
    canvas = page.locator(".djs-container svg").first
    canvas.focus()
    find(page, "Gesprek voorbereiden")
    page.keyboard.press("a")
    page.locator(".djs-popup").wait_for()
    page.keyboard.type("Handwerk")
    page.locator(".djs-popup .entry").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".djs-direct-editing-content").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.locator(".djs-popup").wait_for()
    page.keyboard.type("Taak van een mens")
    page.keyboard.press("Enter")
    page.locator("#p-role").wait_for()
    page.locator("#p-connect").focus()
    page.select_option("#p-connect", "talk_again")
    canvas.focus()
    made = page.input_value("#p-id")
    find(page, "Gesprek voorbereiden")
    page.get_by_role("button", name="Pijl naar talk_again").press("Enter")
    canvas.focus()
    page.keyboard.press("Delete")
    page.locator('[data-element-id="flow_prepare__talk_again"]').first.wait_for(state="detached")
    find(page, made)
    page.wait_for_function("made => document.querySelector('#p-id')?.value === made", arg=made)


def find(page: Page, words: str) -> None:
    page.keyboard.press("Control+F")
    page.locator(".djs-search-input input").wait_for()
    page.keyboard.type(words)
    page.locator(".djs-search-result").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'svg'")


def describe(page: Page, keys: bool) -> None:
    """Say in the panel what the task is, whose and by when."""
    page.fill("#p-name", NEW)
    page.fill("#p-documentation", "Kijk of alles ingevuld is.\nGrond: afspraak van het team.")
    page.select_option("#p-role", "coach")
    page.fill("#p-due", "14 dagen")
    page.press("#p-due", "Tab")
    assert page.input_value("#p-id") == "plan_nakijken"
    assert "afspraak" in page.input_value("#p-documentation")
    assert page.inner_text("#p-due-told") == "14 dagen"
    page.locator("#check", has_text="fouten: 1").wait_for()  # only its form is missing
    saved(page)


def design(page: Page, keys: bool = False) -> None:
    """One field in the editor of forms, seen below it as the task page shows it."""
    page.wait_for_selector("[data-form][data-ready]")
    kind = page.locator('.fjs-palette-field[data-field-type="textfield"]')
    section = page.locator('.bio-properties-panel-group-header button[title="Toggle section"]').first
    label = page.locator('[data-entry-id="label"] .cm-content')
    if keys:
        kind.press("Enter")
        page.locator(".fjs-editor-container [data-field-type=textfield]").press("Enter")
        label.wait_for(state="attached")
        section.press("Enter")
        label.focus()
    else:
        kind.drag_to(page.locator(".fjs-drop-container-vertical").first)
        label.wait_for(state="attached")
        section.click()
        label.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Wat viel op?")
    page.locator("[data-preview-place]", has_text="Wat viel op?").wait_for()
    saved(page)


def try_and_compare(page: Page, keys: bool) -> None:
    act(page.get_by_role("link", name="Proberen", exact=True), keys)
    act(page.get_by_role("button", name="Proberen", exact=True), keys)
    page.wait_for_url("**/trials/*")
    do_jobs()
    page.get_by_text("Hoe vaak elke stap").wait_for()
    assert page.get_by_role("row", name=NEW).first.locator("td").first.inner_text() != "0"
    act(page.get_by_role("link", name="Vergelijken"), keys)
    assert NEW in page.locator(".app-mark--added").first.locator("xpath=..").inner_text()


def publish(page: Page, colleague: Page, keys: bool) -> None:
    act(page.get_by_role("link", name="Publiceren"), keys)
    page.get_by_label("Wat verandert er?").fill("Het plan wordt nagekeken.")
    page.get_by_label("Waarom?").fill("Overleg van 4 januari")
    act(page.get_by_role("button", name="Indienen bij een collega"), keys)
    page.get_by_text("Een tweede persoon moet het goedkeuren").wait_for()
    colleague.goto(page.url)
    act(colleague.get_by_role("button", name="Goedkeuren en publiceren"), keys)
    colleague.wait_for_url("**/processes/annual_pop/2")


def move(window: Window, keys: bool) -> None:
    """The plan runs inside trajectories: those are what is moved."""
    page = window.open("/processes/annual_pop/2/cases")
    act(page.locator("main").get_by_role("link", name="Inschakelingstraject").last, keys)
    page.get_by_text("1 dossier").first.wait_for()
    act(page.get_by_role("button", name="Alle dossiers verplaatsen"), keys)
    page.wait_for_url("**/moves/*")
    do_jobs()
    page.get_by_text("Verplaatst").first.wait_for()


def complete(window: Window, case: int, keys: bool) -> None:
    """The coach finishes what was open and finds the new task with its form."""
    page = window.open(f"/tasks/{open_task(case, 'prepare').id}")
    for label, number in (("Dag", "11"), ("Maand", "1"), ("Jaar", "2027")):
        page.get_by_label(label, exact=True).fill(number)
    act(page.get_by_role("button", name="Klaar", exact=True), keys)
    page.wait_for_url("**/done")
    page = window.open(f"/tasks/{open_task(case, 'plan_nakijken').id}")
    page.get_by_label("Wat viel op?").fill("Alles staat erin.")
    act(page.get_by_role("button", name="Klaar", exact=True), keys)
    page.wait_for_url("**/done")
