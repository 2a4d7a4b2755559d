"""A real Chromium: Debian's package or the one CHROMIUM names. Playwright brings none of its own (no download).

The one without a screen comes first: the same Chromium without what only a window needs, a fifth less processor time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """Where Chromium is. RuntimeError, saying what to install, when it is nowhere."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise RuntimeError("The browser tests need Chromium: apt-get install chromium, or name it with CHROMIUM=")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a screen, until the block ends. Each test opens a context of its own in it."""
    # Chromium's sandbox refuses to run as root, and in most containers; what we show it is our own.
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
        yield browser
        browser.close()
