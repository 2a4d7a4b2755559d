"""Stepping through a draft: the real form, time that passes, one step back; keeping it; and only one's own."""

from __future__ import annotations

import pytest

from tests.web.objects import VALID
from tests.web.page_client import PageClient

DRAFT = "/processes/visit/draft"


@pytest.fixture
def editor(signed_in) -> PageClient:
    """A process editor with a draft of `visit`."""
    browser = signed_in("process_editor")
    browser.submit(browser.get("/processes/visit"), f'form[action="{DRAFT}"]', status=302)
    return browser


def begun(browser: PageClient) -> str:
    """The address of a new rehearsal."""
    return browser.submit(browser.get(f"{DRAFT}/trials"), f'form[action="{DRAFT}/step"]', status=302).location


def the_form(page) -> str:
    return page.html.select_one('form[action*="/tasks/"]')["action"]


def test_a_case_is_stepped_through_and_kept_as_a_scenario(editor) -> None:
    here = begun(editor)
    page = editor.get(here)
    assert "Stappen gezet" in page.text
    action = the_form(page)
    refused = editor.submit(page, f'form[action="{action}"]', status=422)
    assert refused.html.select("[data-error-summary]")
    editor.submit(page, f'form[action="{action}"]', status=302, **VALID)
    after = editor.get(here)
    assert after.html.select_one('input[name="steps"]')["value"] == "1"
    stale = editor.submit(page, f'form[action="{here}/travel"]', status=409, span="P1M")
    assert "niet meer de laatste" in stale.text
    editor.submit(after, f'form[action="{here}/travel"]', status=302, span="P1M")
    later = editor.get(here)
    editor.submit(later, f'form[action="{here}/back"]', status=302)
    assert editor.get(here).html.select_one('input[name="steps"]')["value"] == "1"
    unnamed = editor.submit(editor.get(here), f'form[action="{here}/keep"]', status=422, name=" ")
    assert "Geef het scenario een naam." in unnamed.text
    editor.submit(unnamed, f'form[action="{here}/keep"]', status=302, name="Een bezoek")
    listed = editor.get(f"{DRAFT}/trials")
    assert "Een bezoek" in listed.text
    remove = listed.html.select_one('form[action*="/scenarios/"]')["action"]
    editor.submit(listed, f'form[action="{remove}"]', status=302)
    assert "Een bezoek" in editor.get(f"{DRAFT}/trials").text
    editor.submit(editor.get(f"{DRAFT}/trials"), f'form[action="{remove}"]', status=302, reason="Oud")
    assert "Een bezoek" not in editor.get(f"{DRAFT}/trials").text


def test_traject_fills_in_and_nobody_else_sees_it(editor, signed_in) -> None:
    here = begun(editor)
    page = editor.get(here)
    editor.submit(page, f'form[action="{the_form(page)}"]', status=302, _action="draw")
    assert editor.get(here).html.select_one('input[name="steps"]')["value"] == "1"
    signed_in("administrator").get(here, status=404)
    editor.submit(editor.get(here), f'form[action="{here}/end"]', status=302)
    editor.get(here, status=404)


def test_the_heat_of_a_process_is_a_page_of_its_own(signed_in) -> None:
    browser = signed_in("coach")
    here = "/processes/visit/heat"
    assert here in browser.get("/processes/visit").links()
    page = browser.get(here)
    assert page.all("table td")
    browser.get(f"{here}?from=gisteren&to=2020-01-02&enterprise=x")
