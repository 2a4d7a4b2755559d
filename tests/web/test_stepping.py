"""Stepping through a draft: the real form, time that passes, one step back; keeping it; and only one's own."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.models.scenario import Scenario
from app.web.studio.stories import told_apart
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


def test_a_scenario_is_played_named_renewed_by_stepping_and_kept(editor) -> None:
    here = begun(editor)
    page = editor.get(here)
    editor.submit(page, f'form[action="{the_form(page)}"]', status=302, **VALID)
    editor.submit(editor.get(here), f'form[action="{here}/keep"]', status=302, name="Een bezoek")
    stories = f"{DRAFT}/scenarios"
    listed = editor.get(stories)
    played = editor.submit(listed, f'form[action="{stories}"]')
    assert "gaat zoals verwacht" in played.main
    story = next(link for link in played.links() if link.startswith(f"{stories}/"))
    page = editor.get(story)
    unnamed = editor.submit(page, f'form[action="{story}"]', status=422, name=" ", note="Waarom het er is.")
    assert "Geef het scenario een naam." in unnamed.text
    assert "Waarom het er is." in unnamed.text
    editor.submit(page, f'form[action="{story}"]', status=302, name="Een gewoon bezoek", note="Waarom het er is.")
    again = editor.submit(editor.get(story), f'form[action="{story}/play"]')
    assert "Er is niets te vernieuwen." in again.main
    stepped = editor.submit(editor.get(story), f'form[action="{story}/step"]', status=302).location
    renew = f'form[action="{stepped}/renew"]'
    editor.submit(editor.get(stepped), renew, status=302, reason=" ")
    editor.submit(editor.get(stepped), renew, status=302, reason="Er verandert iets.")
    editor.get(story, status=404)


def test_a_scenario_that_goes_otherwise_is_shown_line_by_line_and_renewed(editor) -> None:
    here = begun(editor)
    page = editor.get(here)
    editor.submit(page, f'form[action="{the_form(page)}"]', status=302, **VALID)
    editor.submit(editor.get(here), f'form[action="{here}/keep"]', status=302, name="Een bezoek")
    form = editor.client.get(f"{DRAFT}/parts/form/prepare").json
    schema = json.loads(form["content"])
    question = {"type": "textfield", "id": "w", "key": "w", "label": "Waar precies?", "validate": {"required": True}}
    schema["components"].append(question)
    body = {"content": json.dumps(schema), "revision": form["revision"]}
    saved = editor.client.post(f"{DRAFT}/parts/form/prepare", json=body, headers={"X-CSRFToken": editor.token()})
    assert saved.status_code == 200
    listed = editor.submit(editor.get(f"{DRAFT}/scenarios"), f'form[action="{DRAFT}/scenarios"]')
    assert "Regel 1." in listed.main
    assert "Waar precies?" in listed.main
    play = listed.one('form[action$="/play"]')["action"]
    shown = editor.submit(listed, f'form[action="{play}"]')
    assert "andere antwoorden" in shown.main
    renew = f'form[action="{play.removesuffix("/play")}/renew"]'
    assert "Schrijf waarom" in editor.submit(shown, renew, status=422, reason="").text
    editor.submit(shown, renew, status=302, reason="Wij vragen ook waar.")
    note = {"note": "Ook waar", "ground": "Overleg"}
    editor.submit(editor.get(f"{DRAFT}/publish"), f'form[action="{DRAFT}/hand-in"]', status=302, **note)
    assert "Wij vragen ook waar." in editor.get(f"{DRAFT}/publish").main


def test_one_goes_back_to_a_day_and_sees_how_it_stood_then(editor) -> None:
    here = begun(editor)
    page = editor.get(here)
    editor.submit(page, f'form[action="{the_form(page)}"]', status=302, **VALID)
    editor.submit(editor.get(here), f'form[action="{here}/travel"]', status=302, span="P1M")
    now = editor.get(here)
    slider = now.html.select_one("[type=range]")
    assert (slider["min"], slider["max"], slider["value"]) == ("0", "31", "31")
    assert slider["aria-valuetext"] == "4 februari 2027"
    then = editor.get(f"{here}?day=3")
    assert then.html.select_one("[type=range]")["value"] == "3"
    assert "Gesprek voeren" in then.html.select_one("[data-slider-open]").get_text()
    for odd in ("99999", "-1", "morgen", "9" * 40):
        assert editor.get(f"{here}?day={odd}").html.select_one("[type=range]")["value"] == "31"


def test_scenarios_of_other_processes_stand_apart_under_their_title(app: Flask) -> None:
    own, other = Scenario(process="visit", name="Gewoon"), Scenario(process="stay", name="Lang")
    with app.test_request_context():
        assert told_apart("visit", [own]) == [(None, [own])]
        assert told_apart("visit", [own, other]) == [(None, [own]), ("stay", [other])]
        assert told_apart("stay", [own]) == [("Bezoek", [own])]
        assert told_apart("visit", []) == []
