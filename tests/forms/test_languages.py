"""Texts of a form in another language: shown where given, else the Dutch ones, which an English page marks as Dutch."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app import engine
from app.domain.text import Text, Worded, worded
from app.forms import BoundForm, CompiledForm, check_schema, compile_form, form_warnings
from app.services.checking import check_forms
from tests.forms.example import page, render, schema, text

YES_NO = [{"value": "ja", "label": "Ja", "label_en": "Yes"}, {"value": "nee", "label": "Nee"}]
FORM = schema(
    {"type": "text", "text": "Vul in.", "properties": {"text_en": "Fill **in**."}},
    {"type": "text", "text": "Enkel Nederlands."},
    text(
        description="Zoals op de kaart.",
        validate={"required": True},
        properties={"label_en": "Name", "description_en": "As on the <card>."},
    ),
    text("plaats", "Plaats & land", description="Waar?"),
    {"type": "radio", "key": "knop", "label": "Knop", "values": YES_NO, "properties": {"label_en": "Button"}},
    {"type": "select", "key": "lijst", "label": "Lijst", "values": YES_NO, "properties": {"label_en": "List"}},
    {
        "type": "dynamiclist",
        "path": "rijen",
        "label": "Rijen",
        "properties": {"label_en": "Rows", "hint": "Eén per dag.", "hint_en": "One a day."},
        "components": [text("wat", "Wat", properties={"label_en": "What"}, validate={"required": True})],
    },
)
GIVEN = {"naam": "Amina", "plaats": "Gent", "knop": "ja", "lijst": "nee", "rijen": [{"wat": "iets"}]}


def english(sentence: Text) -> str:
    """A door that speaks English of nothing but the words of forms."""
    params = {name: value.into("en") if hasattr(value, "into") else value for name, value in sentence.params.items()}
    return str(Text(sentence.msgid, params))


def shown(language: str, form: CompiledForm | None = None) -> BoundForm:
    return (form or compile_form(FORM)).bind(None, {}, {}, dt.date(2026, 11, 23), english, language)


def words(html: BeautifulSoup, selector: str) -> list[tuple[str, str | None]]:
    """What elements say, with the language in which it is read."""
    found = []
    for each in html.select(selector):
        inner = each.find(attrs={"lang": True})
        found.append((" ".join(each.get_text(" ").split()), each.get("lang") or (inner and inner["lang"])))
    return found


def test_a_page_shows_its_own_language_else_dutch_marked_as_such() -> None:
    html = page(shown("en"))
    labels = words(html, "label, legend")
    assert ("Name", None) in labels
    assert ("Plaats & land (niet verplicht)", "nl") in labels
    assert ("Yes", None) in labels and ("Nee", "nl") in labels
    assert ("Rows", None) in labels and ("What", None) in labels
    assert ("Yes", None) in words(html, "option") and ("Nee", "nl") in words(html, "option")
    assert words(html, ".form-passage") == [("Fill in .", None), ("Enkel Nederlands.", "nl")]
    hints = words(html, ".govuk-hint")
    assert ("As on the <card>.", None) in hints and ("Waar?", "nl") in hints and ("One a day.", None) in hints


def test_a_list_that_a_door_hands_over_says_which_of_its_words_are_dutch() -> None:
    routes = [
        ("self", worded("Ik vraag het zelf", {"en": "I ask it myself"})),
        ("row", Worded("Advies, beslist op 4 januari", {})),
        ("coach", "Els Peeters"),
    ]
    form = compile_form(schema({"type": "select", "key": "weg", "label": "Weg", "valuesKey": "context.routes"}))
    bound = form.bind(None, {}, {"routes": routes}, dt.date(2026, 11, 23), english, "en")
    options = words(page(bound), "option")
    assert options[1:] == [("I ask it myself", None), ("Advies, beslist op 4 januari", "nl"), ("Els Peeters", None)]


def test_the_same_compiled_form_stays_dutch_on_a_dutch_page() -> None:
    plain = render(shown("nl"))
    assert "lang=" not in plain and "Name" not in plain and "Vul in." in plain
    form = compile_form(FORM)
    page(shown("en", form))
    assert render(shown("nl", form)) == plain


def test_a_form_without_other_languages_costs_a_dutch_page_no_markup() -> None:
    form = compile_form(schema(text()))
    label = shown("nl", form).parts[0].params["label"]["text"]
    assert type(label) is str


def test_what_is_wrong_names_the_question_in_the_language_of_the_page() -> None:
    form = compile_form(FORM)
    bound = form.bind(form.to_formdata({**GIVEN, "naam": ""}), {}, {}, dt.date(2026, 11, 23), english, "en")
    bound.validate()
    assert [complaint.text for complaint in bound.complaints] == ["Vul ‘Name’ in."]
    assert [str(each) for each in form.validate_json({**GIVEN, "naam": ""}).errors["naam"]] == ["Vul ‘Naam’ in."]


def test_a_question_named_by_a_phrase_in_dutch_only_is_named_by_its_label_in_english() -> None:
    properties = {"phrase": "de naam", "label_en": "Name"}
    form = compile_form(schema(text(validate={"required": True}, properties=properties)))
    [error] = form.validate_json({}).errors["naam"]
    assert (str(error), english(error)) == ("Vul de naam in.", "Vul ‘Name’ in.")


def test_answers_are_read_again_in_the_language_of_the_page() -> None:
    form = compile_form(FORM)
    answers = form.show(GIVEN, {}, english, "en")
    assert [(str(each.label), str(each.text)) for each in answers[:4]] == [
        ("Name", "Amina"),
        ('<span lang="nl">Plaats &amp; land</span>', "Gent"),
        ("Button", "Yes"),
        ("List", '<span lang="nl">Nee</span>'),
    ]
    assert [(each.label, each.text) for each in form.show(GIVEN)[2:4]] == [("Knop", "Ja"), ("Lijst", "Nee")]


@pytest.mark.parametrize(
    "part, path, code",
    [
        (text(properties={"label_fr": "Nom"}), "components[0].properties.label_fr", "unknown_language"),
        (text(properties={"label_nl": "Naam"}), "components[0].properties.label_nl", "unknown_language"),
        (text(properties={"label_en": ["Name"]}), "components[0].properties.label_en", "wrong_words"),
        (text(properties={"description_en": 1}), "components[0].properties.description_en", "wrong_words"),
        (
            {"type": "text", "text": "A", "properties": {"text_en": "=a"}},
            "components[0].properties.text_en",
            "not_supported",
        ),
        (
            {"type": "radio", "key": "r", "label": "R", "values": [{**YES_NO[0], "label_de": "Ja"}]},
            "components[0].values[0].label_de",
            "unknown_language",
        ),
        (
            {"type": "radio", "key": "r", "label": "R", "values": [{**YES_NO[0], "label_en": True}]},
            "components[0].values[0].label_en",
            "wrong_words",
        ),
    ],
)
def test_what_no_page_can_say_is_refused_once_at_its_place(part: dict[str, Any], path: str, code: str) -> None:
    assert [(problem.path, problem.code) for problem in check_schema(schema(part))] == [(path, code)]


def test_a_language_on_some_components_only_is_a_warning_at_each_other_one() -> None:
    assert check_schema(FORM) == []
    assert [problem.path for problem in form_warnings(FORM)] == [
        "components[1]",  # a passage in Dutch only
        "components[3]",  # a question in Dutch only
        "components[4]",  # an option in Dutch only
        "components[5]",
    ]
    assert form_warnings(schema(text(), text("b", "B"))) == []
    whole = schema(text(properties={"label_en": "Name"}), {"type": "separator"})
    assert form_warnings(whole) == []
    assert form_warnings(schema(text(properties={"label_en": ""}), text("b", "B"))) == []


def test_the_check_of_a_process_warns_at_the_component_and_lets_it_pass() -> None:
    folder = Path(__file__).parents[1] / "web"
    found = check_forms(engine.read_bundle(folder / "workflows", folder / "forms", "visit"))
    assert {(problem.code, problem.severity) for problem in found} == {("untranslated", "warning")}
    places = [problem.place for problem in found]
    assert next(place.component for place in places if isinstance(place, engine.FormPlace)) == "Field_day"
