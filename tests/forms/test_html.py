"""The HTML of a form: for keyboard, screen reader and browsers without JavaScript; and nothing typed becomes markup."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.domain.text import Text
from app.forms import BoundForm, compile_form
from tests.forms.example import CONTEXT, EXAMPLE, YES_NO, environment, page, render, schema, text

TODAY = dt.date(2026, 11, 22)
KNOWN = {"naam": "Amina", "dossier": "2026-17", "acties": [{"wat": "een"}, {"wat": "twee"}]}
WRONG = {
    "naam": "",
    "mail": "x",
    "uren": 40,
    "gesprek": {"day": "31", "month": "2", "year": "2026"},
    "akkoord": "nee",
    "acties": [{"wat": "", "hulp": True}, {"wat": "", "uren": 1}],
}


def fresh() -> BoundForm:
    return compile_form(EXAMPLE).bind(None, KNOWN, CONTEXT, TODAY)


def with_errors() -> BoundForm:
    form = compile_form(EXAMPLE)
    bound = form.bind(form.to_formdata(WRONG), KNOWN, CONTEXT, TODAY)
    assert len(bound.validate().errors) >= 8
    bound.add_errors({"contract": [Text("Dit contract kan niet.")], "": [Text("Er klopt iets niet.")]})
    return bound


@pytest.fixture(params=[fresh, with_errors])
def html(request: pytest.FixtureRequest) -> BeautifulSoup:
    return page(request.param())


def test_ids_are_unique(html: BeautifulSoup) -> None:
    ids = [element["id"] for element in html.select("[id]")]
    assert len(ids) > 30 and len(ids) == len(set(ids))


def test_every_input_has_its_own_label(html: BeautifulSoup) -> None:
    inputs = html.select("input:not([type=hidden]), select, textarea")
    assert len(inputs) > 20
    for field in inputs:
        [label] = html.select(f'label[for="{field["id"]}"]')
        assert label.text.strip()


def test_every_fieldset_says_what_it_is_about(html: BeautifulSoup) -> None:
    fieldsets = html.select("fieldset")
    assert len(fieldsets) > 8
    for fieldset in fieldsets:
        legend = next(child for child in fieldset.children if child.name)
        assert legend.name == "legend" and legend.text.strip()


def test_radios_and_checkboxes_stand_in_a_fieldset(html: BeautifulSoup) -> None:
    for group in html.select('[type=radio], [type=checkbox][name="noden"]'):
        assert group.find_parent("fieldset")


def test_descriptions_point_at_what_is_there(html: BeautifulSoup) -> None:
    described = [name for element in html.select("[aria-describedby]") for name in element["aria-describedby"].split()]
    assert described
    for name in described:
        assert html.select_one(f'[id="{name}"]') is not None, name


def test_each_line_of_the_summary_leads_to_an_input_with_the_sentence() -> None:
    bound = with_errors()
    html = page(bound)
    links = html.select(".govuk-error-summary a")
    assert len(links) == len(bound.complaints) - 1  # the sentence about the whole form leads nowhere
    for link in links:
        target = html.select_one(f'[id="{link["href"].removeprefix("#")}"]')
        assert target is not None and (target.name in ("input", "select", "textarea") or target.has_attr("tabindex"))
    shown = [message.text.strip() for message in html.select(".govuk-error-message")]
    assert len(shown) == len(links)
    assert all(message.startswith("Fout:") for message in shown)


def test_the_summary_stands_in_the_order_of_the_page_and_names_the_field() -> None:
    lines = [complaint.text for complaint in with_errors().complaints]
    assert lines[:2] == ["Er klopt iets niet.", "Vul ‘Naam’ in."]
    assert "E-mailadres: Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be." in lines
    assert "Acties, rij 1: Vul ‘Wat’ in." in lines
    assert lines[-1] == "Vink ‘Wij hebben dit samen nagelezen’ aan. Zonder kunt u niet verder."


def test_what_was_typed_stands_there_again() -> None:
    html = page(with_errors())
    values = {field["name"]: field.get("value", "") for field in html.select("input")}
    assert (values["mail"], values["uren"]) == ("x", "40")
    assert [values[f"gesprek-{part}"] for part in ("day", "month", "year")] == ["31", "2", "2026"]
    assert html.select_one('[name="akkoord"][value="nee"]').has_attr("checked")
    assert html.select_one('[name="acties-0-hulp"]').has_attr("checked")


def test_conditional_questions_are_there_without_javascript_and_say_when() -> None:
    html = page(fresh())
    part = html.select_one('[name="reden"]').find_parent(attrs={"data-hide-when": True})
    assert not part.has_attr("hidden")
    assert "Alleen als het antwoord bij ‘Gaat u akkoord?’ ‘Nee’ is." in part.text
    assert part["data-hide-when"] == '["!=", ["path", "akkoord"], ["value", "nee"]]'
    row = html.select_one('[name="acties-1-welke"]').find_parent(attrs={"data-hide-when": True})
    assert row["data-scope"] == "acties-1-"
    assert "Alleen als ‘Hier is hulp bij nodig’ is aangevinkt." in row.text


def test_what_needs_no_answer_is_marked() -> None:
    html = page(fresh())
    assert html.select_one('label[for="f-mail"]').text.strip() == "E-mailadres (niet verplicht)"
    assert html.select_one('label[for="f-naam"]').text.strip() == "Naam"


def test_a_page_translates_the_sentences_and_not_the_labels() -> None:
    form = compile_form(EXAMPLE)
    english = {
        "(niet verplicht)": "(optional)",
        "Dag": "Day",
        "Vul %(field)s in.": "Enter %(field)s.",
        "Kies …": "Pick",
    }
    bound = form.bind(
        form.to_formdata({}), {}, CONTEXT, TODAY, lambda text: text.render(lambda msgid: english.get(msgid, msgid))
    )
    bound.validate()
    html = page(bound)
    assert "Enter ‘Naam’." in html.text and "(optional)" in html.text
    assert html.select_one('label[for="f-gesprek-day"]').text.strip() == "Day"


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}${7*7}'


def everything(words: str) -> dict[str, Any]:
    return schema(
        text("naam", words, description=words, defaultValue=words, appearance={"prefixAdorner": words}),
        {"type": "textarea", "key": "t", "label": words, "defaultValue": words},
        text("vast", words, readonly=True, defaultValue=words),
        {"type": "radio", "key": "r", "label": words, "values": [*YES_NO, {"value": words, "label": words}]},
        {"type": "select", "key": "s", "label": words, "values": [{"value": words, "label": words}]},
        {"type": "checklist", "key": "c", "label": words, "values": [{"value": words, "label": words}]},
        {"type": "checkbox", "key": "b", "label": words},
        {"type": "text", "text": f"# {words}\n- {words}\n\n**{words}** [x](https://x.be/{words})"},
        {"type": "group", "label": words, "components": [text("g", words)]},
        {"type": "dynamiclist", "path": "l", "label": words, "description": words, "components": [text("w", words)]},
    )


def test_s07__words_of_a_designer_never_become_markup() -> None:
    form = compile_form(everything(EVIL))
    bound = form.bind(form.to_formdata({"r": EVIL, "naam": EVIL, "l": [{"w": EVIL}]}))
    bound.validate()
    bound.add_errors({"naam": [Text(EVIL)]})
    source = render(bound)
    html = BeautifulSoup(source, "html5lib")
    assert not html.select("script, img, [onerror]")
    assert "49" not in source
    assert html.select_one('[name="naam"]')["value"] == EVIL


def test_s04__answers_to_read_are_escaped() -> None:
    form = compile_form(EXAMPLE)
    shown = form.show({"naam": EVIL, "acties": [{"wat": EVIL}], "akkoord": "ja", "uren": 20.5, "gesprek": "2026-01-31"})
    source = '{% from "forms/form.html" import answers %}{{ answers(shown) }}'
    html = BeautifulSoup(environment().from_string(source).render(shown=shown), "html5lib")
    assert not html.select("script, img")
    words = [value.text for value in html.select(".govuk-summary-list__value")]
    assert words == [EVIL, "20,5", "31/01/2026", "Ja", EVIL]


def test_a_text_keeps_to_its_small_markdown() -> None:
    words = (
        "# Kop\nEen *klein* **groot** [hier](/regels).\n\n1. een\n2. twee\n\n[kwaad](javascript:alert(1)) [ook](//x.be)"
    )
    html = page(compile_form(schema({"type": "text", "text": words})).bind(None))
    assert html.h2.text == "Kop" and html.em.text == "klein" and html.strong.text == "groot"
    assert [item.text for item in html.select("ol li")] == ["een", "twee"]
    assert [link["href"] for link in html.select("a")] == ["/regels"]
