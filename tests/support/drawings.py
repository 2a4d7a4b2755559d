"""`make drawings`: a picture beside every diagram in workflows/, drawn by bpmn-js in the Chromium of the tests.

A picture that shows its diagram already stays: where letters are drawn depends on the fonts of a machine. Remove one to
have it drawn anew. On one machine the same diagram gives the same picture, byte for byte.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, Route

from app.services.picture_files import file_of, file_text, is_of
from app.services.pictures import clean_picture
from config import ROOT
from tests.support.browser import chromium

BUILD = ROOT / "app" / "static" / "build"
# Nothing of it leaves the browser: what is asked for there is answered here.
_PLACE = "http://drawings.invalid/"
_PAGE = """<!doctype html><html lang="nl"><title>Drawing</title><link rel="stylesheet" href="diagram.css">
<div data-diagram data-src="diagram.bpmn" style="width: 2000px; height: 1000px"></div>
<script src="diagram.js" defer></script></html>"""


def main() -> None:
    """Draw what has no picture yet, or one of another diagram."""
    with chromium() as browser:
        for diagram in outdated(ROOT / "workflows"):
            bpmn = diagram.read_bytes()
            file = file_of(diagram.parents[1], diagram.stem)
            file.write_text(file_text(draw(browser, bpmn), bpmn), encoding="utf-8")
            print(file.relative_to(ROOT))


def outdated(workflows: Path) -> list[Path]:
    """The diagrams of a folder whose picture is not there or shows another one."""
    return [path for path in sorted(workflows.glob("*/*.bpmn")) if not is_of(_text(path), path.read_bytes())]


def draw(browser: Browser, bpmn: bytes) -> str:
    """The picture of a diagram, with nothing in it but the drawing."""
    page = browser.new_page()
    page.route(f"{_PLACE}**", lambda route: _answer(route, bpmn))
    page.goto(_PLACE)
    page.wait_for_selector("[data-diagram][data-ready]")
    svg: str = page.evaluate("async () => (await document.querySelector('[data-diagram]').viewer.saveSVG()).svg")
    page.close()
    return _in_lines(_same_names(clean_picture(svg[svg.index("<svg") :])))


def _answer(route: Route, bpmn: bytes) -> None:
    name = route.request.url.removeprefix(_PLACE)
    built = json.loads((BUILD / "manifest.json").read_text())
    if name == "diagram.bpmn":
        route.fulfill(body=bpmn, content_type="application/xml")
    elif name in built:
        route.fulfill(path=BUILD / built[name])
    else:
        route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8")


def _same_names(svg: str) -> str:
    """bpmn-js names its arrowheads at random; here they are numbered as they come."""
    for number, name in enumerate(dict.fromkeys(re.findall(r'id="(marker-\w+)"', svg)), 1):
        svg = svg.replace(name, f"marker-{number}")
    return svg


def _in_lines(svg: str) -> str:
    """A line for each element, so that a difference can be read."""
    return svg.replace('<g class="djs-group"', '\n<g class="djs-group"')


def _text(diagram: Path) -> str:
    file = file_of(diagram.parents[1], diagram.stem)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


if __name__ == "__main__":
    main()
