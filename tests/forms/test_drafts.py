"""Drafts: kept as typed, valid or not, and shown again (digiwf-core#1022, camunda#17609)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from bs4 import BeautifulSoup

from app.forms import compile_form
from tests.forms.example import CONTEXT, EXAMPLE, page, schema, text

TODAY = dt.date(2026, 11, 22)
TYPED = {
    "naam": "  An ",
    "mail": "an@",
    "uren": "veel",
    "weken": 4,
    "gesprek": {"day": "31", "month": "2", "year": ""},
    "uur": "kwart voor",
    "akkoord": "nee",
    "noden": ["taal"],
    "collega": "99",
    "acties": [{"wat": "een", "tegen": "2026-01-31"}, {"wat": "", "hulp": True, "welke": "taal"}, {}],
    "klaar": True,
}


def draft() -> dict[str, Any]:
    form = compile_form(EXAMPLE)
    return json.loads(json.dumps(form.draft_values(form.to_formdata(TYPED))))


def opened(kept: Any, **known: Any) -> BeautifulSoup:
    return page(compile_form(EXAMPLE).from_draft(kept, known, CONTEXT, TODAY))


def test_what_can_be_read_is_kept_as_the_api_would_send_it_and_the_rest_as_typed() -> None:
    kept = draft()
    assert (kept["naam"], kept["mail"], kept["uren"], kept["weken"]) == ("  An ", "an@", "veel", 4)
    assert kept["gesprek"] == {"day": "31", "month": "2", "year": ""}
    assert kept["acties"][0]["tegen"] == "2026-01-31"
    assert [row["wat"] for row in kept["acties"]] == ["een", "", None]
    assert kept["klaar"] is True


def test_all_of_it_stands_there_again() -> None:
    html = opened(draft())
    values = {field["name"]: field.get("value", "") for field in html.select("input")}
    assert (values["naam"], values["mail"], values["uren"], values["weken"]) == ("  An ", "an@", "veel", "4")
    assert [values[f"gesprek-{part}"] for part in ("day", "month", "year")] == ["31", "2", ""]
    assert values["uur"] == "kwart voor"
    assert [values[f"acties-0-tegen-{part}"] for part in ("day", "month", "year")] == ["31", "1", "2026"]
    assert values["acties-1-welke"] == "taal"
    ticked = {field["name"] for field in html.select("[checked]")}
    assert ticked == {"akkoord", "noden", "acties-1-hulp", "klaar"}
    assert len(html.select('[name$="-_row"]')) == 3
    assert not html.select(".govuk-error-message")


def test_a_draft_does_not_take_away_what_it_does_not_know() -> None:
    """A draft of the API, or of an older version, may lack questions: they are as known (kogito-runtimes#1909)."""
    html = opened({"mail": "an@voorbeeld.be", "verdwenen": 1}, naam="Amina", acties=[{"wat": "een"}, {"wat": "twee"}])
    assert html.select_one('[name="naam"]')["value"] == "Amina"
    assert html.select_one('[name="mail"]')["value"] == "an@voorbeeld.be"
    assert [field["value"] for field in html.select('[name$="-wat"]')] == ["een", "twee"]


def test_an_emptied_field_stays_empty() -> None:
    form = compile_form(schema(text()))
    kept = form.draft_values(form.to_formdata({"naam": ""}))
    html = page(form.from_draft(kept, {"naam": "Amina"}))
    assert html.select_one('[name="naam"]').get("value", "") == ""


def test_a_draft_of_the_api_is_kept_as_it_came_but_bounded() -> None:
    form = compile_form(EXAMPLE)
    sent = {"naam": 5, "uren": "veel", "gesprek": [1], "acties": [{"wat": ["x"]}] * 300, "mail": "x" * 200_000}
    kept = form.clean_draft({**sent, "onbekend": 1, "uur": "\x00\ud800", "weken": 2**70, "klaar": "ja"})
    assert (kept["naam"], kept["uren"], kept["gesprek"], kept["klaar"]) == (5, "veel", [1], "ja")
    assert (kept["uur"], kept["weken"]) == ("?", str(2**70))
    assert len(kept["mail"]) == 100_000
    assert "onbekend" not in kept
    assert kept["acties"] == [{"wat": ["x"]}] * 200
    assert opened(kept).select_one('[name="uren"]')["value"] == "veel"


def test_questions_that_are_only_shown_are_not_in_a_draft() -> None:
    form = compile_form(schema(text(readonly=True), text("x", "X")))
    formdata = form.to_formdata({"naam": "gewijzigd", "x": "y"})
    assert form.draft_values(formdata) == {"x": "y"}
    assert "Amina" in page(form.from_draft({"naam": "gewijzigd"}, {"naam": "Amina"})).text
