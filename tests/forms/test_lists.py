"""Lists of rows: in the API, and on a page without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.forms import CompiledForm, compile_form
from tests.forms.example import page, schema, text


def listed(**more: Any) -> CompiledForm:
    part = {
        "type": "dynamiclist",
        "path": "acties",
        "label": "Acties",
        "components": [
            text("wat", "Wat", validate={"required": True}),
            {"type": "checkbox", "key": "klaar", "label": "Klaar"},
            {"type": "number", "key": "uren", "label": "Uren", "decimalDigits": 0},
        ],
        **more,
    }
    return compile_form(schema(text(), part))


def errors(form: CompiledForm, answers: Any, **more: Any) -> dict[str, list[str]]:
    checked = form.validate_json(answers, **more)
    return {name: [str(text) for text in texts] for name, texts in checked.errors.items()}


class TestJudging:
    def test_rows_keep_their_order_and_errors_name_their_row(self) -> None:
        rows = [{"wat": "een"}, {"klaar": True}, {"wat": "drie", "uren": "2"}]
        assert errors(listed(), {"acties": rows}) == {
            "acties-1-wat": ["Vul ‘Wat’ in."],
            "acties-2-uren": ["‘Uren’ moet een getal zijn."],
        }

    def test_rows_nobody_filled_in_are_left_out(self) -> None:
        checked = listed().validate_json({"acties": [{}, {"wat": "een", "uren": 2}, {"wat": "", "klaar": False}]})
        assert checked.errors == {}
        assert checked.values["acties"] == [{"wat": "een", "klaar": False, "uren": 2}]

    @pytest.mark.parametrize(
        "value, name, sentence",
        [
            ("x", "acties", "‘Acties’ moet een lijst zijn."),
            ({"0": {}}, "acties", "‘Acties’ moet een lijst zijn."),
            (["x"], "acties-0", "De antwoorden moeten een JSON-object zijn, met een waarde per veld."),
            ([{"wat": "a", "hoe": 1}], "acties-0-hoe", "Dit formulier kent geen veld ‘hoe’."),
            ([{"wat": "a", "typename": "X"}], "acties-0-typename", "De naam ‘typename’ is niet toegelaten."),
            ([{"wat": "a"}] * 201, "acties", "Bij ‘Acties’ kunnen hoogstens 200 rijen. Laat er weg."),
        ],
    )
    def test_wrong_containers(self, value: Any, name: str, sentence: str) -> None:
        assert errors(listed(), {"acties": value}) == {name: [sentence]}

    def test_how_many(self) -> None:
        form = listed(properties={"minRows": "2", "maxRows": "3"}, defaultRepetitions=2)
        assert errors(form, {}) == {"acties": ["Vul minstens 2 rijen in bij ‘Acties’."]}
        assert errors(form, {"acties": [{"wat": "a"}, {}]}) == {"acties": ["Vul minstens 2 rijen in bij ‘Acties’."]}
        assert errors(form, {"acties": [{"wat": "a"}] * 3}) == {}
        assert errors(form, {"acties": [{"wat": "a"}] * 4}) == {
            "acties": ["Bij ‘Acties’ kunnen hoogstens 3 rijen. Laat er weg."]
        }

    def test_fixed_rows_are_those_that_are_known(self) -> None:
        form = listed(allowAddRemove=False)
        known = {"acties": [{"wat": "een"}, {"wat": "twee"}]}
        assert errors(form, {"acties": [{"wat": "een"}]}, known=known) == {"acties-1-wat": ["Vul ‘Wat’ in."]}
        assert set(errors(form, {"acties": [{"wat": "x"}] * 3}, known=known)) == {"acties"}
        bound = form.bind(MultiDict({"_add": "acties"}), known)
        assert len(bound.form.root.rows["acties"]) == 2 and not bound.rows_changed

    def test_a_list_in_a_list(self) -> None:
        inner = {"type": "dynamiclist", "path": "stappen", "label": "Stappen", "components": [
            {"type": "number", "key": "uren", "label": "Uren"}]}  # fmt: skip
        outer = {"type": "dynamiclist", "path": "acties", "label": "Acties", "components": [inner]}
        form = compile_form(schema(outer))
        answers = {"acties": [{"stappen": [{"uren": 1}]}, {"stappen": [{"uren": 1}, {"uren": "x"}]}]}
        assert set(errors(form, answers)) == {"acties-1-stappen-1-uren"}
        posted = form.to_formdata(answers)
        posted["_add"] = "acties-0-stappen"
        assert len(form.bind(posted).form.root.rows["acties"][0].rows["stappen"]) == 2


class TestOnAPageWithoutJavaScript:
    """A button posts everything back; the page returns a row longer or shorter and nothing is lost."""

    def posted(self, **more: str) -> MultiDict[str, str]:
        data = listed().to_formdata({"naam": " An ", "acties": [{"wat": "een"}, {"wat": "twee", "uren": "veel"}]})
        data.update(more)
        return data

    def test_add(self) -> None:
        bound = listed().bind(self.posted(_add="acties"))
        assert bound.rows_changed
        html = page(bound)
        assert [field["value"] for field in html.select('[name$="-wat"]')] == ["een", "twee", ""]
        assert html.select_one('[name="acties-1-uren"]')["value"] == "veel"  # wrong, and kept
        assert html.select_one('[name="naam"]')["value"] == " An "
        assert html.select_one('[name="acties-2-wat"]').has_attr("autofocus")
        assert not html.select(".govuk-error-message")

    def test_remove(self) -> None:
        bound = listed().bind(self.posted(_remove="acties-0"))
        assert bound.rows_changed
        html = page(bound)
        assert [field["value"] for field in html.select('[name$="-wat"]')] == ["twee"]
        assert html.select_one('[name="acties-0-uren"]')["value"] == "veel"

    def test_an_added_row_stays_through_further_posts_while_it_is_empty(self) -> None:
        form = listed()
        data = self.posted()
        for count in (3, 4):
            data["_add"] = "acties"
            html = page(form.bind(data))
            assert len(html.select('[name$="-_row"]')) == count
            data = MultiDict((field["name"], field.get("value", "")) for field in html.select("input[name]"))

    def test_no_more_rows_than_there_may_be(self) -> None:
        form = listed(properties={"maxRows": "2"})
        bound = form.bind(self.posted(_add="acties"))
        assert bound.rows_changed and len(bound.form.root.rows["acties"]) == 2
        assert not page(bound).select('[name="_add"]')

    @pytest.mark.parametrize("name", ["naam", "acties-0", "_row", "", "x" * 1000, "acties-9999999-x"])
    def test_a_button_for_what_is_no_list_does_nothing(self, name: str) -> None:
        bound = listed().bind(self.posted(_add=name))
        assert not bound.rows_changed and len(bound.form.root.rows["acties"]) == 2

    def test_row_numbers_out_of_reason_are_bounded(self) -> None:
        data = self.posted()
        data["acties-9999-wat"] = "ver"
        bound = listed().bind(data)
        assert len(bound.form.root.rows["acties"]) == 200
        assert "acties" in bound.validate().errors

    def test_enter_in_a_text_field_neither_adds_nor_removes(self) -> None:
        """camunda#35032: Enter presses the first button of a form; that one must be the main one."""
        first = page(listed().bind(self.posted())).select_one("button")
        assert not first.has_attr("name") and first["tabindex"] == "-1"
