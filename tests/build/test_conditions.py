"""Conditions as fields: what the panel shows of one, and that what it writes means the same."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app import engine
from app.domain.expressions import evaluate
from config import ROOT

pytestmark = pytest.mark.browser
KINDS = {"agreed": "boolean", "route": "text", "hours": "number", "until": "date"}
VALUES = [
    {"agreed": agreed, "route": route, "hours": hours, "until": until}
    for agreed in (True, False, None)
    for route, hours, until in (("SELF", 3, "2026-12-31"), ("x and y", 12.5, "2027-03-01"), (None, 0, None))
]
AS_FIELDS = {
    "agreed": [["agreed", "==", "True"]],
    "not agreed": [["agreed", "!=", "True"]],
    "agreed == False": [["agreed", "==", "False"]],
    "route in ['SELF', 'PAPER']": [["route", "in", "SELF, PAPER"]],
    "route == 'x and y' or agreed": [["route", "==", "x and y"], ["agreed", "==", "True"]],
    "until != None and until < '2027-01-01'": [["until", "filled", ""], ["until", "<", "2027-01-01"]],
    "route == None": [["route", "empty", ""]],
    "hours >= 2.5 and hours < 10": [["hours", ">=", "2.5"], ["hours", "<", "10"]],
}


@pytest.fixture(scope="module")
def fields(browser: Browser) -> Iterator[Page]:
    """A page that knows how the fields read and write."""
    source = ROOT / "tests" / "build" / "pages" / "conditions.js"
    command = [ROOT / "node_modules/.bin/esbuild", source, "--bundle", "--format=iife"]
    page = browser.new_page()
    page.add_script_tag(content=subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    yield page
    page.close()


@pytest.mark.parametrize("written", AS_FIELDS)
def test_a_condition_is_shown_as_fields_that_mean_the_same(fields: Page, written: str) -> None:
    assert fields.evaluate("shown", written) == AS_FIELDS[written]
    again = fields.evaluate("([written, kinds]) => again(written, kinds)", [written, KINDS])
    for values in VALUES:
        assert holds(again, values) == holds(written, values), values


@pytest.mark.parametrize("written", ["(agreed or hours > 3) and until", "len(route) > 3", "agreed and hours or until"])
def test_what_fields_cannot_say_stays_text(fields: Page, written: str) -> None:
    assert fields.evaluate("shown", written) is None


def test_every_condition_of_ours_is_shown_as_fields(fields: Page) -> None:
    found = [
        node.text or ""
        for path in (ROOT / "workflows").glob("*/*.bpmn")
        for node in engine.read_xml(path.read_bytes()).iter("{*}conditionExpression")
    ]
    assert len(found) > 40
    assert [written for written in found if fields.evaluate("shown", written) is None] == []


def holds(expression: str, values: dict[str, object]) -> bool:
    """Whether a condition holds, as a gateway asks it."""
    return bool(evaluate(expression, values))
