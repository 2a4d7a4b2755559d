"""What the browser gets: hashed files, nobody else's typeface or crest, licences, and a diagram that shows a case."""

from __future__ import annotations

import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config import ROOT

BUILD = ROOT / "app" / "static" / "build"
DIAGRAM = next(iter(sorted((ROOT / "workflows").glob("*/*.bpmn"))))


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    return json.loads((BUILD / "manifest.json").read_text())


def test_every_entry_is_there_under_a_name_of_its_content(manifest):
    assert set(manifest) == {
        f"{name}.{kind}"
        for name in ("site", "diagram", "draw", "design-form", "design-table")
        for kind in ("css", "js")
    } | {"trail.js", "comparison.js", "mapping.js"}
    for plain, hashed in manifest.items():
        stem, suffix = plain.split(".")
        assert re.fullmatch(rf"{stem}-[A-Z0-9]{{8}}\.{suffix}", hashed)
        assert (BUILD / hashed).stat().st_size > 500


def test_no_typeface_crest_or_address_of_others(manifest):
    css = "".join((BUILD / manifest[name]).read_text() for name in ("site.css", "diagram.css"))
    for foreign in ("GDS Transport", "@font-face", "@import", "crest"):
        assert foreign not in css
    assert set(re.findall(r"url\(['\"]?([a-z]+)", css)) <= {"data"}


def test_the_licences_of_what_is_inside_go_with_it():
    words = (BUILD / "licences.txt").read_text()
    for package in ("bpmn-js", "diagram-js", "govuk-frontend"):
        assert re.search(rf"^{package} \d", words, re.MULTILINE)
    assert "MUST NOT be\nremoved or changed" in words  # the bpmn.io mark


class _Pages(SimpleHTTPRequestHandler):
    """The built files, one diagram and a page that shows it, under the policy of the real pages."""

    page = ""

    def do_GET(self) -> None:
        if self.path == "/":
            self._send(self.page.encode(), "text/html; charset=utf-8")
        elif self.path == "/diagram.bpmn":
            self._send(DIAGRAM.read_bytes(), "application/xml")
        elif self.path == "/favicon.ico":
            self._send(b"", "image/x-icon")
        else:
            super().do_GET()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def served():
    """Serves pages; the test sets ``served.page``."""
    handler = type("Pages", (_Pages,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(BUILD)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    handler.address = f"http://127.0.0.1:{server.server_port}/"
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def _elements(path: Path) -> list[str]:
    return re.findall(r'<bpmn:(?:userTask|startEvent)[^>]* id="([^"]+)"', path.read_text())


@pytest.mark.browser
def test_a_diagram_shows_where_a_case_stands(browser, served, manifest):
    visited, current, *_ = _elements(DIAGRAM)
    marks = json.dumps({"visited": [visited, "of_another_process"], "current": {current: 2}})
    served.page = f"""<!doctype html><html lang="nl"><title>Diagram</title>
        <link rel="stylesheet" href="/{manifest["site.css"]}"><link rel="stylesheet" href="/{manifest["diagram.css"]}">
        <div id="drawing" class="app-diagram" data-diagram data-src="/diagram.bpmn" data-marks="marks"></div>
        <button data-diagram-zoom="in" data-diagram-for="drawing">Groter</button>
        <script type="application/json" id="marks">{marks}</script>
        <script src="/{manifest["diagram.js"]}" defer></script></html>"""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served.address)
    page.wait_for_selector("#drawing[data-ready]", state="attached")

    assert page.locator(f'[data-element-id="{visited}"].diagram-visited').count() == 1
    assert page.locator(f'[data-element-id="{current}"].diagram-current').count() == 1
    assert page.locator(".diagram-count").inner_text() == "2"
    mark = page.locator(".bjs-powered-by")
    assert mark.is_visible()
    assert mark.bounding_box()["width"] >= 40

    before = page.locator(".viewport").get_attribute("transform")
    page.get_by_role("button", name="Groter").click()
    assert page.locator(".viewport").get_attribute("transform") != before
    assert not errors
    page.close()


@pytest.mark.browser
def test_a_diagram_that_cannot_be_drawn_says_so(browser, served, manifest):
    served.page = f"""<!doctype html><html lang="nl"><title>Diagram</title>
        <div id="drawing" data-diagram data-src="/away.bpmn" data-failed="Het diagram kan niet getoond worden."></div>
        <script src="/{manifest["diagram.js"]}" defer></script></html>"""
    page = browser.new_page()
    page.goto(served.address)
    page.get_by_text("Het diagram kan niet getoond worden.").wait_for()
    page.close()
