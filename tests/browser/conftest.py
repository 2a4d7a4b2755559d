"""A real browser on the real pages: the application served in a thread, Chromium without a screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.web.fixtures import *  # noqa: F403 -- fixtures are found by being here; the list is in the module
from tests.web.world import PASSWORD

WIDE, PHONE = 1280, 360


@pytest.fixture(scope="session")
def address(shared_app: Flask) -> Iterator[str]:
    """Where the application is served. Which database it uses is up to the test."""
    server = make_server("127.0.0.1", 0, whole(shared_app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def whole(app: WSGIApplication) -> WSGIApplication:
    """Answers in one piece, closed before they are sent: the test server forgets to close the file behind an answer
    when the browser hangs up half-way, as it does with a font when the test goes on to another page."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@dataclass
class Window:
    """A window on the application, and everything that went wrong in it."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, email: str) -> Window:
        """Sign in by typing."""
        self.open("/login")
        self.page.fill("#email", email if "@" in email else f"{email}@test.example")
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[..., Window]]:
    """Opens windows: ``window(width=360, javascript=False)``. Nothing may go wrong in any of them."""
    opened: list[Window] = []
    contexts = []

    def make(width: int = WIDE, javascript: bool = True) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale="nl-BE"
        )
        contexts.append(context)
        made = Window(context.new_page(), address)
        made.page.set_default_timeout(20_000)
        made.page.on("pageerror", lambda error: made.problems.append(f"error: {error}"))
        made.page.on("console", lambda said: made.problems.append(said.text) if refused(said.text) else None)
        opened.append(made)
        return made

    yield make
    for context in contexts:
        context.close()
    assert not [problem for made in opened for problem in made.problems]


def refused(text: str) -> bool:
    """Whether the browser says that the content security policy stopped something (security.md 7)."""
    return "Content Security Policy" in text
