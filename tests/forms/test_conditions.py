"""Conditions: what is hidden is neither judged nor kept, and the FEEL of form-js means what it says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.domain.feel_tokens import FeelError
from app.forms import compile_form
from app.forms.feel import compile_feel
from app.forms.scope import Scope
from tests.forms.example import YES_NO, schema, text

ANSWERS: dict[str, Any] = {
    "n": 5,
    "d": Decimal("1.1"),
    "s": "ja",
    "leeg": None,
    "aan": True,
    "uit": False,
    "codes": ["a", "b"],
    "dag": dt.date(2026, 1, 31),
    "rijen": [{"uren": 2}, {"uren": Decimal("1.5")}, {"uren": None}],
}


def outcome(source: str) -> object:
    def look_up(path: tuple[str, ...]) -> object:
        value = ANSWERS.get(path[0])
        if len(path) == 2 and isinstance(value, list):
            return [row[path[1]] for row in value]
        return value

    return compile_feel(source).evaluate(look_up)


@pytest.mark.parametrize(
    "source, value",
    [
        ('=s = "ja"', True),
        ('=s != "ja"', False),
        ('=leeg != "ja"', True),
        ("=leeg = null", True),
        ("=n > 3", True),
        ("=n >= 5 and n <= 5", True),
        ("=leeg > 3", False),
        ("=not(leeg > 3)", True),
        ("=not(aan)", False),
        ("=aan = true and uit = false", True),
        ("=n between 1 and 5", True),
        ("=n in [1..5]", True),
        ("=n in [1..5)", False),
        ("=n in (5..9]", False),
        ("=n in (1, 5)", True),
        ('=s in ["ja", "nee"]', True),
        ('=list contains(codes, "b")', True),
        ('=list contains(leeg, "b")', False),
        ("=count(codes) = 2", True),
        ("=count(leeg) = 0", True),
        ("=sum(rijen.uren) = 3.5", True),
        ("=sum(leeg) = 0", True),
        ("=d = 1.1", True),
        ("=n * 2 + d / 1.1 - -1", Decimal(12)),
        ('=dag = date("2026-01-31")', True),
        ('=dag > date("2026-01-31")', False),
        ('=date(dag) < date("2027-01-01")', True),
        ("=s > 3", None),  # another kind than the formula expects: no outcome, so nothing is hidden
        ("=n / 0", None),
        ('="een \\"woord\\"" = s', False),
        ("=n = 5 or leeg > 3 and s = s", True),
    ],
)
def test_feel(source: str, value: object) -> None:
    assert outcome(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "",
        "=",
        "=n >",
        "=(n",
        "=n n",
        "=n == 3",
        "=if n then 1 else 2",
        "=some x in codes satisfies x = 1",
        "=upper case(s)",
        "=now()",
        "=count(1)",
        '=date("2026-02-30")',
        "=n[1]",
        "=s.__class__()",
        "=__import__('os')",
        "=n ** 2",
        "=" + "(" * 500 + "n" + ")" * 500,
        "=" + "[" * 900,
        "=" + "n + " * 400 + "n",
        "=n" + " " * 2000 + "= 1" + "1" * 2000,
    ],
)
def test_what_is_outside_the_known_part_is_refused(source: str) -> None:
    with pytest.raises(FeelError):
        compile_feel(source)


HIDDEN = schema(
    {"type": "radio", "key": "akkoord", "label": "Akkoord?", "values": YES_NO},
    text("reden", "Reden", conditional={"hide": '=akkoord != "nee"'}, validate={"required": True}),
    text("wie", "Wie?", conditional={"hide": "=reden = null"}),
)


class TestHiding:
    def test_a_hidden_question_is_not_judged_and_not_kept(self) -> None:
        checked = compile_form(HIDDEN).validate_json({"akkoord": "ja", "reden": 5})
        assert checked.values == {"akkoord": "ja"}
        assert checked.errors == {}
        assert checked.ignored == ("reden",)

    def test_a_shown_one_is(self) -> None:
        assert set(compile_form(HIDDEN).validate_json({"akkoord": "nee"}).errors) == {"reden"}

    def test_a_hidden_answer_counts_as_none_for_the_next_condition(self) -> None:
        form = compile_form(HIDDEN)
        assert form.validate_json({"akkoord": "ja", "reden": "x", "wie": "An"}).values == {"akkoord": "ja"}
        checked = form.validate_json({"akkoord": "nee", "reden": "x", "wie": "An"})
        assert checked.values == {"akkoord": "nee", "reden": "x", "wie": "An"}

    def test_a_hidden_group_and_list_take_all_that_is_in_them_along(self) -> None:
        form = compile_form(
            schema(
                {"type": "checkbox", "key": "weg", "label": "Weg"},
                {
                    "type": "group",
                    "label": "Groep",
                    "conditional": {"hide": "=weg = true"},
                    "components": [
                        text(validate={"required": True}),
                        {
                            "type": "dynamiclist",
                            "path": "rijen",
                            "label": "Rijen",
                            "properties": {"minRows": "1"},
                            "components": [text("wat", "Wat", validate={"minLength": 3})],
                        },
                    ],
                },
            )
        )
        assert set(form.validate_json({"weg": False}).errors) == {"naam", "rijen"}
        assert form.validate_json({"weg": True}).values == {"weg": True}
        checked = form.validate_json({"weg": True, "rijen": [{"wat": "x"}]})
        assert (checked.errors, checked.ignored) == ({}, ("rijen",))

    def test_in_a_row_the_own_row_counts_and_this_parent_and_i_are_known(self) -> None:
        def row(hide: str) -> dict[str, Any]:
            return {
                "type": "dynamiclist",
                "path": "rijen",
                "label": "Rijen",
                "components": [
                    text("soort", "Soort"),
                    text("uitleg", "Uitleg", conditional={"hide": hide}, validate={"required": True}),
                ],
            }

        rows = {"soort": "buiten", "rijen": [{"soort": "x"}, {"soort": "y"}]}
        for hide, wrong in (
            ('=soort != "x"', {"rijen-0-uitleg"}),
            ('=this.soort != "y"', {"rijen-1-uitleg"}),
            ('=parent.soort = "buiten"', set()),
            ("=i = 1", {"rijen-1-uitleg"}),
            ("=count(rijen) = 2", set()),
        ):
            form = compile_form(schema(text("soort", "Soort"), row(hide)))
            assert set(form.validate_json(rows).errors) == wrong, hide

    def test_names_with_dots_are_nested(self) -> None:
        form = compile_form(
            schema(text("bedrijf.naam", "Naam"), text("uitleg", "Uitleg", conditional={"hide": "=bedrijf.naam = null"}))
        )
        assert form.validate_json({"bedrijf": {"naam": "x"}, "uitleg": "y"}).values == {
            "bedrijf": {"naam": "x"},
            "uitleg": "y",
        }
        assert form.validate_json({"uitleg": "y"}).values == {"bedrijf": {"naam": None}}


class TestComputed:
    FORM = schema(
        {"type": "number", "key": "uren", "label": "Uren"},
        {"type": "expression", "key": "minuten", "expression": "=uren * 60", "computeOn": "change"},
        text("uitleg", "Uitleg", conditional={"hide": "=not(minuten > 600)"}),
    )

    def test_the_server_computes_and_conditions_see_it(self) -> None:
        checked = compile_form(self.FORM).validate_json({"uren": 10.5, "uitleg": "veel"})
        assert checked.values == {"uren": Decimal("10.5"), "minuten": Decimal(630), "uitleg": "veel"}

    def test_what_the_client_computed_is_ignored_and_reported(self) -> None:
        checked = compile_form(self.FORM).validate_json({"uren": 1, "minuten": 9999})
        assert checked.values["minuten"] == 60
        assert checked.ignored == ("minuten",)

    def test_without_answer_there_is_no_outcome(self) -> None:
        assert compile_form(self.FORM).validate_json({}).values == {"uren": None, "minuten": None}


def test_scopes_without_conditions_cost_no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("nothing is to be looked up")

    monkeypatch.setattr(Scope, "look_up", fail)
    assert compile_form(schema(text())).validate_json({"naam": "An"}).ok
