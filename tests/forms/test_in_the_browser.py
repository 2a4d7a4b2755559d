"""Conditions in a real browser: parts come and go while somebody answers, by the tree the server wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.forms import compile_form
from tests.forms.example import CONTEXT, EXAMPLE, render, schema, text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TODAY = dt.date(2026, 11, 22)
SCRIPT = (Path(__file__).parents[2] / "frontend/src/forms.js").read_text().replace("export ", "")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-BE")
    yield context.new_page()
    context.close()


def load(page: Page, html: str) -> None:
    page.set_content(html)
    page.add_script_tag(content=f"{SCRIPT};followConditions();")


def test_parts_come_and_go(opened: Page) -> None:
    known = {"acties": [{"wat": "een"}, {"wat": "twee"}]}
    load(opened, render(compile_form(EXAMPLE).bind(None, known, CONTEXT, TODAY)))
    reason = opened.locator("#f-reden")
    assert not reason.is_visible()
    opened.check("#f-akkoord-2")
    assert reason.is_visible()
    opened.check("#f-akkoord")
    assert not reason.is_visible()
    opened.check("#f-acties-1-hulp")
    assert opened.locator("#f-acties-1-welke").is_visible()
    assert not opened.locator("#f-acties-0-welke").is_visible()


@pytest.mark.parametrize(
    "hide, typed, hidden",
    [
        ("=uren > 10", "10,5", True),
        ("=uren > 10", "9,5", False),
        ("=uren > 10", "", False),
        ("=uren * 2 + 1 = 11", "5", True),
        ("=not(uren in [1..5])", "6", True),
        ('=list contains(noden, "taal")', "", True),
        ('=dag >= date("2026-11-09")', "", True),
        ("=werk.naam = null and uren = null", "", True),
        ("=count(noden) = 1", "", False),  # only the server counts: then the part stays
    ],
)
def test_the_browser_reads_answers_as_the_server_does(opened: Page, hide: str, typed: str, hidden: bool) -> None:
    parts = [
        {"type": "number", "key": "uren", "label": "Uren"},
        {"type": "datetime", "subtype": "date", "key": "dag", "dateLabel": "Dag"},
        {
            "type": "checklist",
            "key": "noden",
            "label": "Noden",
            "values": [{"value": "taal", "label": "Taal"}, {"value": "auto", "label": "Auto"}],
        },
        text("werk.naam", "Werk"),
        text("doel", "Doel", conditional={"hide": hide}),
    ]
    form = compile_form(schema(*parts))
    load(opened, render(form.bind(form.to_formdata({"noden": ["taal"], "dag": "2026-11-09"}))))
    opened.fill("#f-uren", typed)
    assert opened.locator("#f-doel").is_visible() is not hidden
    answers = {"noden": ["taal"], "dag": "2026-11-09", "uren": float(typed.replace(",", ".")) if typed else None}
    kept = "doel" in form.validate_json(answers).values
    assert kept is not hidden or "count" in hide


def test_axe_finds_nothing(opened: Page) -> None:
    form = compile_form(EXAMPLE)
    answers = {"mail": "x", "akkoord": "nee", "acties": [{"wat": ""}, {"hulp": True}]}
    bound = form.bind(form.to_formdata(answers), {}, CONTEXT, TODAY)
    assert not bound.validate().ok
    body = "<main>{{ error_summary(bound) }}<h1>Taak</h1><form>{{ fields(bound) }}<button>Klaar</button></form></main>"
    opened.set_content(f'<!doctype html><html lang="nl"><title>Taak</title><body>{render(bound, body)}')
    found = Axe().run(opened)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()
