"""Whatever JSON comes: never an exception, bounded in time and in what is said (security rows 20 and 24)."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.text import Text
from app.forms import compile_form
from tests.forms.example import CONTEXT, EXAMPLE, schema, text

import datetime as dt  # isort: skip

TODAY = dt.date(2026, 11, 22)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
KEYS = ["naam", "uren", "gesprek", "volgend", "akkoord", "noden", "werkgever", "acties", "klaar", "totaal", "typename"]


@given(JSON | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), JSON, max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_json_gets_a_verdict(answers: Any) -> None:
    form = compile_form(EXAMPLE)
    checked = form.validate_json(answers, context=CONTEXT, today=TODAY)
    assert all(isinstance(text, Text) and str(text) for texts in checked.errors.values() for text in texts)
    json.dumps(form.to_answers(checked.values))
    draft = form.clean_draft(answers)
    json.dumps(draft).encode()
    form.from_draft(draft, context=CONTEXT, today=TODAY).parts  # noqa: B018  # it can be shown again


@given(JSON, JSON)
@settings(max_examples=100, deadline=None)
def test_any_draft_and_any_known_can_be_shown(draft: Any, known: Any) -> None:
    known = dict.fromkeys(KEYS, known)
    bound = compile_form(EXAMPLE).from_draft(draft, known, CONTEXT, TODAY)
    assert bound.parts
    bound.validate()


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"acties": [value], "naam": "x"}
    return value


@pytest.mark.parametrize(
    "answers",
    [
        nested(900),
        {f"k{n}": n for n in range(200_000)},
        {"acties": [{}] * 200_000},
        {"acties": [{f"k{n}": n for n in range(2000)}] * 200},
        {"noden": ["x"] * 200_000},
        {"naam": "x" * 20_000_000},
        {"naam": "\u0958" * 10_000_000},
        {"uren": 10**5000},
        {"uren": float("nan"), "gesprek": {"day": {"day": []}}},
        {"x" * 1_000_000: 1},
        {"\ud800\x00": 1},
    ],
    ids=lambda answers: next(iter(answers))[:10].encode("unicode_escape").decode(),
)
def test_huge_answers_are_bounded(answers: Any) -> None:
    start = time.process_time()
    checked = compile_form(EXAMPLE).validate_json(answers, context=CONTEXT, today=TODAY)
    assert time.process_time() - start < 1
    assert 0 < len(checked.errors) < 100
    assert len(json.dumps({name: [str(each) for each in texts] for name, texts in checked.errors.items()})) < 50_000


def test_a_key_of_the_machinery_is_named() -> None:
    errors = compile_form(schema(text())).validate_json({"_x": 1, "typename": 1, "ander": 1}).errors
    assert {name: str(texts[0]) for name, texts in errors.items()} == {
        "_x": "De naam ‘_x’ is niet toegelaten.",
        "typename": "De naam ‘typename’ is niet toegelaten.",
        "ander": "Dit formulier kent geen veld ‘ander’.",
    }


@pytest.mark.parametrize("answers", [None, [], "x", 5, True, float("nan")])
def test_answers_that_are_no_object(answers: Any) -> None:
    errors = compile_form(schema(text())).validate_json(answers).errors
    assert [str(each) for each in errors[""]] == ["De antwoorden moeten een JSON-object zijn, met een waarde per veld."]


@pytest.mark.parametrize(
    "answers", [{"a": 5}, {"a": [1]}, {"a": {"b": {"c": 1}}}, {"a": {"c": 1}}, {"a.b": "x"}, {"a": {"typename": 1}}]
)
def test_nested_objects_are_those_of_the_form(answers: Any) -> None:
    checked = compile_form(schema(text("a.b", "B"))).validate_json(answers)
    assert len(checked.errors) == 1 and not checked.ok
