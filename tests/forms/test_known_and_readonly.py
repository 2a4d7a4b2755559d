"""What is known already: filled in and marked. What is only shown: the client cannot change it (security row 19)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.domain.codes import ContractType
from app.domain.text import say
from app.forms import CarriedOver, MissingOptions, compile_form
from tests.forms.example import CONTEXT, YES_NO, page, schema, text

READONLY = schema(
    text("nummer", "Nummer", readonly=True),
    text("weg", "Weg", disabled=True, defaultValue="x"),
    {"type": "radio", "key": "akkoord", "label": "Akkoord?", "values": YES_NO},
    text("reden", "Reden", conditional={"hide": '=akkoord != "nee"'}),
)
KNOWN = {"nummer": "2026-17"}


class TestS19ReadOnly:
    def test_the_api_cannot_change_it(self) -> None:
        checked = compile_form(READONLY).validate_json({"nummer": "999", "weg": "y", "reden": "z"}, KNOWN)
        assert checked.values == {"nummer": "2026-17", "akkoord": None}
        assert checked.errors == {}
        assert set(checked.ignored) == {"nummer", "weg", "reden"}

    def test_the_page_cannot_change_it(self) -> None:
        form = compile_form(READONLY)
        posted = form.to_formdata({"nummer": "999", "weg": "y", "reden": "z"})
        posted["ander_scherm"] = "x"
        checked = form.bind(posted, KNOWN).validate()
        assert checked.values == {"nummer": "2026-17", "akkoord": None}
        assert set(checked.ignored) == {"nummer", "weg", "reden", "ander_scherm"}

    def test_of_the_wrong_type_it_is_ignored_too(self) -> None:
        assert compile_form(READONLY).validate_json({"nummer": {"a": 1}}, KNOWN).ignored == ("nummer",)

    def test_sending_back_what_one_was_given_is_no_meddling(self) -> None:
        form = compile_form(READONLY)
        assert form.validate_json(form.prefill(KNOWN), KNOWN).ignored == ()

    def test_it_is_shown_without_input(self) -> None:
        html = page(compile_form(READONLY).bind(None, KNOWN))
        assert "2026-17" in html.select_one("#f-nummer").text
        assert not html.select('[name="nummer"], [name="weg"]')

    def test_what_belongs_to_the_page_is_not_reported(self) -> None:
        form = compile_form(schema(text()))
        posted = form.to_formdata({"naam": "An"})
        posted.update({"csrf_token": "x", "revision": "3", "_action": "save"})
        assert form.bind(posted).validate().ignored == ()


class TestCarriedOver:
    FORM = schema(
        text(),
        {"type": "datetime", "subtype": "date", "key": "sinds", "dateLabel": "Sinds"},
        {"type": "number", "key": "uren", "label": "Uren", "decimalDigits": 1},
        {"type": "select", "key": "contract", "label": "Contract", "valuesKey": "codes.contract_type"},
        text("bedrijf.naam", "Naam van het bedrijf"),
        {"type": "dynamiclist", "path": "acties", "label": "Acties", "components": [text("wat", "Wat")]},
    )
    CODE = next(iter(ContractType))

    def known(self) -> dict[str, Any]:
        return {
            "naam": CarriedOver("An", say("het plan van %(year)s", year=2025)),
            "sinds": dt.date(2025, 1, 31),
            "uren": Decimal("19.5"),
            "contract": self.CODE,
            "bedrijf": {"naam": "De Schakel"},
            "acties": [{"wat": "een"}, {"wat": "twee"}],
        }

    def test_it_stands_in_the_fields(self) -> None:
        html = page(compile_form(self.FORM).bind(None, self.known()))
        values = {field["name"]: field.get("value") for field in html.select("input")}
        assert (values["naam"], values["uren"], values["bedrijf.naam"]) == ("An", "19,5", "De Schakel")
        assert [values[f"sinds-{part}"] for part in ("day", "month", "year")] == ["31", "1", "2025"]
        assert html.select_one("option[selected]")["value"] == str(self.CODE)
        assert [values[f"acties-{n}-wat"] for n in (0, 1)] == ["een", "twee"]

    def test_it_is_marked_with_where_it_comes_from_until_it_is_changed(self) -> None:
        form = compile_form(self.FORM)
        marks = [mark.text for mark in page(form.bind(None, self.known())).select(".form-carried")]
        assert marks[0] == "Overgenomen van het plan van 2025. Pas aan als het niet meer klopt."
        assert marks[1] == "Overgenomen uit het dossier. Pas aan als het niet meer klopt."
        assert len(marks) == 7
        changed = form.bind(form.to_formdata({"naam": "Bo"}), self.known())
        assert not page(changed).select(".form-carried")

    def test_known_of_another_shape_is_not_known(self) -> None:
        known = {"sinds": "ooit", "uren": {"x": 1}, "contract": "BESTAAT_NIET", "acties": "x", "bedrijf": 5, "naam": 5}
        bound = compile_form(self.FORM).bind(None, known)
        assert bound.values == {
            "naam": None,
            "sinds": None,
            "uren": None,
            "contract": None,
            "bedrijf": {"naam": None},
            "acties": [{"wat": None}],
        }

    def test_an_api_client_starts_from_it(self) -> None:
        assert compile_form(self.FORM).prefill(self.known(), {"naam": "Bo"}) == {
            "naam": "Bo",
            "sinds": "2025-01-31",
            "uren": 19.5,
            "contract": str(self.CODE),
            "bedrijf": {"naam": "De Schakel"},
            "acties": [{"wat": "een"}, {"wat": "twee"}],
        }


class TestOptionsFromOutside:
    FORM = schema({"type": "select", "key": "wie", "label": "Wie?", "valuesKey": "context.colleagues"})

    def test_they_are_those_of_now(self) -> None:
        form = compile_form(self.FORM)
        assert form.context_names == {"colleagues"}
        assert form.validate_json({"wie": "11"}, context=CONTEXT).values == {"wie": "11"}
        assert set(form.validate_json({"wie": "13"}, context=CONTEXT).errors) == {"wie"}

    def test_a_door_that_forgets_them_fails_loudly(self) -> None:
        with pytest.raises(MissingOptions, match="colleagues"):
            compile_form(self.FORM).validate_json({"wie": "11"})

    def test_answers_of_then_can_be_read_without_them(self) -> None:
        form = compile_form(self.FORM)
        assert [shown.text for shown in form.show({"wie": "11"}, CONTEXT)] == ["Els Peeters"]
        assert [shown.text for shown in form.show({"wie": "11"})] == ["11"]
        assert [shown.text for shown in form.show({"wie": "99"}, CONTEXT)] == ["99"]
