"""The people of a journey, each with a browser of his own: signed in once, then at work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from app.demo.cast import PASSWORD
from app.domain.access import Actor
from tests.journeys.inspection import Inspection

_PATIENCE = 20_000  # milliseconds for one page, on a machine that is busy with other tests


@dataclass
class People:
    """Gives each actor his page. `options` are those of a browser context: the viewport, no scripts."""

    browser: Browser
    address: str
    emails: dict[int, str]
    inspection: Inspection
    options: dict[str, Any] = field(default_factory=dict)
    _pages: dict[int, Page] = field(default_factory=dict)

    def page_of(self, actor: Actor) -> Page:
        """The page of this person; the first time he signs in."""
        user_id = actor.user_id or 0
        if user_id not in self._pages:
            self._pages[user_id] = self._sign_in(actor)
        return self._pages[user_id]

    def second_tab(self, actor: Actor) -> Page:
        """One more page in the browser of this person."""
        return self._context(actor).new_page()

    def close(self) -> None:
        """Close every browser window."""
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def look(self, actor: Actor, kind: str = "") -> Page:
        """Inspect the page this person has before him."""
        page = self.page_of(actor)
        role = min(role.value for role in actor.roles)
        self.inspection.look(page, role, kind)
        return page

    def go(self, actor: Actor, path: str) -> Page:
        """This person goes to an address of Traject."""
        page = self.page_of(actor)
        answer = page.goto(f"{self.address}{path}", wait_until="domcontentloaded")
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        self.look(actor)
        return page

    def _context(self, actor: Actor) -> BrowserContext:
        return self.page_of(actor).context

    def _sign_in(self, actor: Actor) -> Page:
        context = self.browser.new_context(
            base_url=self.address, locale="nl-BE", timezone_id="Europe/Brussels", **self.options
        )
        context.set_default_timeout(_PATIENCE)
        page = context.new_page()
        page.goto("/login", wait_until="domcontentloaded")
        self.inspection.look(page, "nobody")
        page.get_by_label("E-mailadres").fill(self.emails[actor.user_id or 0])
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Aanmelden", exact=True).click()
        assert actor.name in page.locator("header").inner_text()
        return page


def send(page: Page, name: str) -> int:
    """Press the button with this name and wait for the page it leads to; the status of that page."""
    with page.expect_navigation(wait_until="domcontentloaded") as led_to:
        page.locator("main").get_by_role("button", name=name, exact=True).click()
    answer = led_to.value
    assert answer is not None
    return answer.status


def follow(page: Page, name: str) -> None:
    """Follow the link with this name."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
