"""A draft in the editor of diagrams: begun, found, saved."""

from __future__ import annotations

from playwright.sync_api import Page
from sqlalchemy import select

from app import db
from app.jobs import registry
from app.jobs.perform import perform
from app.models.job import Job
from config import Environment, Settings
from tests.browser.conftest import Window
from tests.browser.hands import Hands, Mouse

registry.load()


def begin(window: Window, process: str, who: str = "process_editor", hands: Hands | None = None) -> Page:
    """The draft of a process, opened in the editor by somebody; begun where there is none."""
    page = window.sign_in(who).open(f"/processes/{process}")
    new = page.get_by_role("button", name="Volgende versie tekenen")
    (hands or Mouse()).use(new.or_(page.get_by_role("link", name="Concept van de volgende versie")).first)
    page.wait_for_selector("[data-draw][data-ready]")
    return page


def saved(page: Page) -> None:
    """Wait until the server has it."""
    page.locator(".studio-state--saved").wait_for()


def find(page: Page, words: str) -> None:
    """Look a step up, in the drawing that has the focus."""
    page.keyboard.press("Control+F")
    page.keyboard.type(words)
    page.locator(".djs-search-result").first.wait_for()
    page.keyboard.press("Enter")


def do_jobs() -> None:
    """What the worker does in the background."""
    with db.reading() as session:
        waiting = session.execute(select(Job.id, Job.turn).where(Job.state == "queued")).all()
    for job, turn in waiting:
        perform(job, turn, "worker", Settings(environment=Environment.TESTING), lambda: False)
