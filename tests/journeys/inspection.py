"""What every page met on a journey must be: without faults for axe, no wider than its screen, one heading."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_NUMBER = re.compile(r"/\d+")


@cache
def _axe() -> Axe:
    return Axe()


@dataclass
class Inspection:
    """Looks at each kind of page once per role. `faults` says what was found, by page.

    Pages of a case are looked at in each journey, as each case goes its own way; the others (worklists, forms, the
    clock) are alike in all of them, and not again when a journey of this run had them before it: `before`.
    """

    scripts: bool = True
    faults: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)

    def look(self, page: Page, role: str, kind: str = "") -> None:
        """Inspect the page unless this kind of it was seen in this role."""
        path = _NUMBER.sub("/1", urlsplit(page.url).path)
        name = f"{path} {kind}".strip()
        key = f"{role} {name}"
        seen = self.seen if path.startswith("/cases/") else self.before
        if key in seen:
            return
        seen.add(key)
        faults = list(self._faults(page))
        if faults:
            self.faults[key] = faults
        _picture(page, key)

    def _faults(self, page: Page) -> list[str]:
        found = []
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            found.append(f"{wide} px wider than the screen")
        if (headings := page.locator("h1").count()) != 1:
            found.append(f"{headings} × h1")
        if self.scripts:  # axe is a script itself
            for violation in _axe().run(page).response["violations"]:
                where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                found.append(f"{violation['id']}: {violation['help']} ({where})")
        return found


def _picture(page: Page, key: str) -> None:
    """A screenshot of each page, for whoever asks: SCREENSHOTS=folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        name = re.sub(r"[^\w]+", "-", key).strip("-")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
