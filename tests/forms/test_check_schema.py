"""What a person who publishes a form is told when it cannot be used. A schema without problems compiles."""

from __future__ import annotations

import copy
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import CompiledForm, SchemaInvalid, check_schema, compile_form
from tests.forms.example import EXAMPLE, YES_NO, schema, text

NUMBER = {"type": "number", "key": "n", "label": "N"}
RADIO = {"type": "radio", "key": "r", "label": "R"}
SELECT = {"type": "select", "key": "r", "label": "R"}
DATE = {"type": "datetime", "subtype": "date", "key": "d", "dateLabel": "D"}


def rows(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "dynamiclist", "path": "rijen", "label": "Rijen", "components": list(components), **more}


def deep(depth: int) -> dict[str, Any]:
    part = text()
    for _ in range(depth):
        part = {"type": "group", "label": "Groep", "components": [part]}
    return part


@pytest.mark.parametrize(
    "part, path, code",
    [
        ({"type": "html", "content": "<b>"}, "components[0]", "refused_component"),
        ({"type": "iframe", "url": "x"}, "components[0]", "refused_component"),
        ({"type": "filepicker", "key": "f", "label": "F"}, "components[0]", "refused_component"),
        ({"type": "button", "label": "OK"}, "components[0]", "refused_component"),
        ({"type": "wizard"}, "components[0]", "unknown_component"),
        ({"key": "x"}, "components[0]", "unknown_component"),
        ("naam", "components[0]", "unknown_component"),
        ({"type": "textfield", "key": "x"}, "components[0]", "no_label"),
        ({"type": "textfield", "key": "x", "label": "  "}, "components[0]", "no_label"),
        ({"type": "textfield", "label": "X"}, "components[0]", "no_key"),
        (text("_x", "X"), "components[0]", "bad_key"),
        (text("a-b", "X"), "components[0]", "bad_key"),
        (text("a._b", "X"), "components[0]", "bad_key"),
        (text("typename", "X"), "components[0]", "bad_key"),
        (text("x" * 81, "X"), "components[0]", "bad_key"),
        (text("revision", "X"), "components[0]", "reserved_key"),
        (rows(text("x", "X"), path=None), "components[0]", "no_key"),
        (text(validate={"required": "=x"}), "components[0].required", "not_supported"),
        (text(readonly="=x"), "components[0].readonly", "not_supported"),
        (text(validate=[]), "components[0].validate", "bad_section"),
        (text(validate={"maxLength": "=5"}), "components[0].maxLength", "bad_number"),
        (text(validate={"minLength": 5, "maxLength": 2}), "components[0]", "bad_number"),
        (text(validate={"pattern": "(a+)+$"}), "components[0].validate.pattern", "bad_pattern"),
        (text(validate={"pattern": "["}), "components[0].validate.pattern", "bad_pattern"),
        (text(properties={"check": "bsn"}), "components[0].properties.check", "unknown_check"),
        (text(defaultValue=5), "components[0]", "bad_default"),
        (text(defaultValue="x" * 600), "components[0]", "bad_default"),
        (text(conditional={"hide": "=ander = 1"}), "components[0]", "bad_condition"),
        (text(conditional={"hide": "=naam = 1"}), "components[0]", "bad_condition"),
        (text(conditional={"hide": "=now()"}), "components[0].conditional.hide", "bad_condition"),
        (text(conditional={"hide": 5}), "components[0].conditional.hide", "bad_condition"),
        ({**NUMBER, "validate": {"min": "veel"}}, "components[0].min", "bad_number"),
        ({**NUMBER, "validate": {"min": 3, "max": 2}}, "components[0]", "bad_number"),
        ({**NUMBER, "decimalDigits": 2.5}, "components[0].decimalDigits", "bad_number"),
        ({**NUMBER, "increment": -1}, "components[0]", "bad_number"),
        ({**NUMBER, "serializeToString": True}, "components[0].serializeToString", "not_supported"),
        ({**DATE, "subtype": "week"}, "components[0].subtype", "unknown_component"),
        ({**DATE, "properties": {"notBefore": "ander"}}, "components[0]", "bad_limit"),
        ({**DATE, "properties": {"notAfter": "2026-02-30"}}, "components[0].properties.notAfter", "bad_limit"),
        ({**RADIO}, "components[0].values", "no_values"),
        ({**RADIO, "values": []}, "components[0].values", "no_values"),
        ({**RADIO, "values": [{"value": 1, "label": "1"}]}, "components[0].values", "bad_value"),
        ({**RADIO, "values": ["a"]}, "components[0].values", "bad_value"),
        ({**RADIO, "values": YES_NO * 2}, "components[0].values", "duplicate_value"),
        ({**RADIO, "values": YES_NO, "defaultValue": "x"}, "components[0]", "bad_default"),
        ({**SELECT, "valuesKey": "codes.nope"}, "components[0].valuesKey", "unknown_list"),
        ({**SELECT, "valuesKey": "lijst"}, "components[0].valuesKey", "unknown_list"),
        ({**SELECT, "valuesExpression": "=x"}, "components[0].valuesExpression", "not_supported"),
        ({"type": "text", "text": ""}, "components[0]", "no_text"),
        ({"type": "text", "text": "=naam"}, "components[0]", "not_supported"),
        ({"type": "group", "components": []}, "components[0]", "no_label"),
        ({"type": "group", "label": "G"}, "components[0].components", "not_a_list"),
        ({"type": "group", "label": "G", "path": "a b", "components": []}, "components[0]", "bad_key"),
        (rows(), "components[0]", "no_questions"),
        (rows(text(readonly=True)), "components[0]", "readonly_in_list"),
        (rows(text(), properties={"minRows": "3", "maxRows": "2"}), "components[0]", "bad_count"),
        (rows(text(), properties={"maxRows": "201"}), "components[0].maxRows", "bad_number"),
        (rows(text(), defaultRepetitions=-1), "components[0]", "bad_count"),
        (rows(text(), conditional={"hide": "=count(rijen) = 0"}), "components[0]", "bad_condition"),
        ({"type": "expression", "key": "e", "expression": "=e + 1"}, "components[0]", "bad_condition"),
        ({"type": "expression", "key": "e"}, "components[0].expression", "bad_expression"),
        ({"type": "expression", "key": "e", "expression": "=x"}, "components[0]", "bad_expression"),
    ],
)
def test_a_problem_says_where_and_what(part: Any, path: str, code: str) -> None:
    [problem] = check_schema(schema(part))
    assert (problem.path, problem.code) == (path, code)
    assert str(problem.message).endswith(".")
    with pytest.raises(SchemaInvalid) as caught:
        compile_form(schema(part))
    assert caught.value.problems == (problem,)


def test_keys_are_unique_on_their_level() -> None:
    group = {"type": "group", "label": "G", "path": "bedrijf", "components": [text()]}
    assert check_schema(schema(text(), group, rows(text()))) == []
    for clash in (text(), text("naam.kort", "Kort")):
        assert [problem.code for problem in check_schema(schema(text(), clash))] == ["duplicate_key"]
    assert [problem.code for problem in check_schema(schema(group, text("bedrijf.naam", "X")))] == ["duplicate_key"]
    assert [problem.code for problem in check_schema(schema(rows(text(), text())))] == ["duplicate_key"]


def test_a_condition_in_a_row_may_name_what_is_around_it_and_not_the_other_way() -> None:
    inside = text("uitleg", "Uitleg", conditional={"hide": "=naam = null"})
    assert check_schema(schema(text(), rows(inside, text("wat", "Wat")))) == []
    outside = text("uitleg", "Uitleg", conditional={"hide": "=wat = null"})
    assert [problem.code for problem in check_schema(schema(outside, rows(text("wat", "Wat"))))] == ["bad_condition"]


def test_a_circle_of_conditions_is_refused() -> None:
    parts = [text(key, key, conditional={"hide": f"={other} = null"}) for key, other in ("ab", "bc", "ca")]
    assert "bad_condition" in {problem.code for problem in check_schema(schema(*parts))}
    group = {"type": "group", "label": "G", "conditional": {"hide": "=a = null"}, "components": [text("a", "A")]}
    assert [problem.code for problem in check_schema(schema(group))] == ["bad_condition"]


@pytest.mark.parametrize("wrong", [None, [], "x", 5, {}, {"components": {}}, {"components": "x"}, {"components": None}])
def test_what_is_no_form_at_all(wrong: Any) -> None:
    assert [problem.code for problem in check_schema(wrong)] == ["not_a_form"]
    with pytest.raises(SchemaInvalid):
        compile_form(wrong)


def test_sizes_are_bounded() -> None:
    assert [problem.code for problem in check_schema(schema(deep(20)))] == ["too_deep"]
    many = schema(*[text(f"k{number}", "K") for number in range(2000)])
    assert [problem.code for problem in check_schema(many)] == ["too_many"]
    in_lists = rows(rows(rows(text(), path="c"), path="b"), path="a")
    assert "too_deep" in {problem.code for problem in check_schema(schema(in_lists))}
    assert [problem.code for problem in check_schema(schema(text(), schemaVersion=20))] == ["unknown_version"]
    cut: Any = []
    for _ in range(100_000):
        cut = [cut]
    with pytest.raises(SchemaInvalid):
        compile_form({"components": [cut]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["=a", "text", "x", "codes.gender", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "label", "hide"]), inner),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_broken_schema_is_said_and_never_raised(data: st.DataObject) -> None:
    """Anything put anywhere in a good form: it still compiles, or says what is wrong."""
    broken = copy.deepcopy(EXAMPLE)
    part: Any = data.draw(st.sampled_from(broken["components"]))
    if "components" in part and data.draw(st.booleans()):
        part = data.draw(st.sampled_from(part["components"]))
    name = data.draw(st.sampled_from([*part, "validate", "properties", "conditional", "defaultValue", "readonly"]))
    part[name] = data.draw(JSON)
    if check_schema(broken):
        with pytest.raises(SchemaInvalid):
            compile_form(broken)
    else:
        form = compile_form(broken)
        form.bind(None, context={"colleagues": []}).parts  # noqa: B018  # it can be shown


def test_the_example_compiles() -> None:
    assert check_schema(EXAMPLE) == []


def test_the_shipped_forms_compile() -> None:
    files = sorted(Path("forms").glob("*/*.json"))
    assert files
    problems = {str(file): check_schema(json.loads(file.read_text())) for file in files}
    assert {file: found for file, found in problems.items() if found} == {}


class TestSharing:
    def test_the_same_content_is_compiled_once_however_it_is_written(self) -> None:
        again = json.loads(json.dumps(dict(reversed(EXAMPLE.items())), indent=4))
        assert compile_form(again) is compile_form(EXAMPLE)
        assert compile_form(schema(text("a", "A"))) is not compile_form(schema(text("a", "B")))

    def test_many_threads_share_one_form_and_nothing_of_each_other(self) -> None:
        found: list[CompiledForm] = []
        wrong: list[Any] = []

        def work(number: int) -> None:
            form = compile_form(schema(text("a", "A"), rows(text("b", "B"))))
            found.append(form)
            for _ in range(50):
                answers = {"a": str(number), "rijen": [{"b": str(number)}] * (number + 1)}
                if form.validate_json(answers).values != answers:
                    wrong.append(number)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(form) for form in found}) == 1 and len(found) == 8
        assert wrong == []
