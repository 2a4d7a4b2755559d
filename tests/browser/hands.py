"""How somebody works a page: with a mouse, or with a keyboard and nothing else."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator

FURTHEST = 150
"""More stops than any page has: beyond it, what one looks for cannot be reached."""

_AHEAD = """there => {
    const here = document.activeElement;
    if (here === there) return 0;
    return here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
}"""


class Hands(Protocol):
    """What a page asks of who uses it."""

    def use(self, what: Locator) -> None:
        """Use a button or a link."""

    def write(self, field: Locator, words: str) -> None:
        """Put words in a field, in the place of what stands there."""

    def choose(self, field: Locator, words: str) -> None:
        """Choose from a list."""


class Mouse:
    """Points and clicks."""

    def use(self, what: Locator) -> None:
        what.click()

    def write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def choose(self, field: Locator, words: str) -> None:
        field.select_option(label=words)


class Keyboard:
    """Tab, Enter, letters: never an element that the keys did not come to by themselves."""

    def use(self, what: Locator) -> None:
        self.go(what)
        what.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        self.go(field)
        field.page.keyboard.press("Control+A")
        field.page.keyboard.type(words)

    def choose(self, field: Locator, words: str) -> None:
        self.go(field)
        field.page.keyboard.type(words)
        assert field.locator("option:checked").inner_text() == words

    def go(self, what: Locator) -> None:
        """Tab until it has the focus; backwards where it stands before what has it."""
        what.wait_for(state="attached")
        for _ in range(FURTHEST):
            way = what.evaluate(_AHEAD)
            if way == 0:
                return
            what.page.keyboard.press("Tab" if way > 0 else "Shift+Tab")
        raise AssertionError(f"cannot be reached with Tab: {what}")
