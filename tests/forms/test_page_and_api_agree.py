"""One verdict: the same answers, posted by a page or sent as JSON, over random forms and random answers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.forms import Checked, CompiledForm, check_schema, compile_form
from tests.forms.example import YES_NO, schema

TODAY = dt.date(2026, 11, 22)
CONTEXT = {"colleagues": [("11", "Els"), ("12", "Jan")]}
LETTERS = "aé\u0301 \n\r\t=<{1,.-/\u00a0ß中"

small = st.integers(min_value=0, max_value=6)
flags = st.booleans()
hides = st.sampled_from(
    [None, None, '=k0 = "ja"', "=k1 = null", "=k2 > 3", "=not(k0 = true)", "=count(k0) = 0", '=k1 != "ja" and k2 < 100']
)


@st.composite
def leaf(draw: st.DrawFn, key: str) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            ["textfield", "textarea", "number", "date", "time", "datetime", "checkbox", "radio", "select", "checklist"]
        )
    )
    part: dict[str, Any] = {"type": kind, "key": key, "label": f"Vraag {key}", "validate": {}}
    part["validate"]["required"] = draw(flags)
    hide = draw(hides)
    if hide and key not in hide:
        part["conditional"] = {"hide": hide}
    if kind in ("textfield", "textarea"):
        part["validate"] |= draw(
            st.sampled_from([{}, {"minLength": 2}, {"maxLength": 3}, {"pattern": "^a"}, {"validationType": "phone"}])
        )
        part["properties"] = draw(st.sampled_from([{}, {}, {"check": "national_number"}, {"check": "iban"}]))
        part["defaultValue"] = draw(st.sampled_from([None, None, ""]))
    elif kind == "number":
        part["decimalDigits"] = draw(st.sampled_from([None, 0, 1, 3]))
        part["validate"] |= draw(st.sampled_from([{}, {"min": 2}, {"max": 2.5}, {"min": -1, "max": 10}]))
        part["increment"] = draw(st.sampled_from([None, 0.5, 2]))
    elif kind in ("date", "time", "datetime"):
        part |= {"type": "datetime", "subtype": kind, "dateLabel": "Datum", "timeLabel": "Uur"}
        if kind != "time":
            part["properties"] = draw(
                st.sampled_from([{}, {"notBefore": "today"}, {"notAfter": "2026-12-31"}, {"notBefore": "known.van"}])
            )
    elif kind == "select":
        part["valuesKey"] = draw(st.sampled_from(["codes.contract_type", "context.colleagues"]))
    elif kind in ("radio", "checklist"):
        part["values"] = YES_NO
    return part


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    parts = [draw(leaf(f"k{number}")) for number in range(draw(st.integers(1, 4)))]
    if draw(flags):
        inside = [draw(leaf(f"r{number}")) for number in range(draw(st.integers(1, 3)))]
        listed = {"type": "dynamiclist", "path": "rijen", "label": "Rijen", "components": inside}
        listed["properties"] = draw(st.sampled_from([{}, {"minRows": "1"}, {"maxRows": "2"}]))
        listed["allowAddRemove"] = draw(st.sampled_from([True, True, False]))
        parts.append(listed)
    if draw(flags):
        parts.append({"type": "group", "label": "Groep", "path": "g", "components": [draw(leaf("k9"))]})
    return schema(*parts)


texts = st.text(alphabet=LETTERS, max_size=5) | st.sampled_from(
    ["ja", "nee", "11", "abc", "BE71096123456769", "90010199795", "0470 12 34 56", "12,5", "1.250,5", "x" * 501]
)
numbers = (
    st.integers(-3, 12)
    | st.decimals(min_value=-10, max_value=100, places=2).map(float)
    | st.sampled_from([10**15, 10**14, 0.1 + 0.2, 1e-10, 123456789012345.6])
)
dates = st.dates(min_value=dt.date(1899, 12, 1), max_value=dt.date(2200, 2, 1)).map(str)
near = st.dates(min_value=dt.date(2026, 11, 20), max_value=dt.date(2027, 1, 3)).map(str)
times = st.times().map(lambda value: value.strftime("%H:%M"))
moments = st.builds(lambda day, hour: f"{day}T{hour}", dates | near, times) | st.sampled_from(
    ["2026-03-29T02:30", "2026-10-25T02:30"]
)


def answer_to(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Answers of the right type for a question, right or wrong; None is no answer."""
    kind = part.get("subtype") or part["type"]
    options = st.sampled_from(["ja", "nee", "11", "12", "ONBEKEND", "ONBEPAALDE_DUUR"])
    by_kind = {
        "textfield": texts,
        "textarea": texts,
        "number": numbers,
        "date": dates | near,
        "time": times,
        "datetime": moments,
        "checkbox": flags,
        "radio": options,
        "select": options,
        "checklist": st.lists(options, max_size=3),
    }
    return st.none() | by_kind[kind] | by_kind[kind]


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    found = draw(forms())

    def fill(parts: list[dict[str, Any]]) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for part in parts:
            if part["type"] == "dynamiclist":
                answers["rijen"] = [fill(part["components"]) for _ in range(draw(st.integers(0, 3)))]
            elif part["type"] == "group":
                answers["g"] = fill(part["components"])
            elif draw(st.integers(0, 9)):
                answers[part["key"]] = draw(answer_to(part))
        return answers

    known = draw(st.sampled_from([{}, {"van": "2026-06-01"}, {"rijen": [{"r0": "ja"}], "k0": "ja"}]))
    return found, fill(found["components"]), known


def verdict(checked: Checked) -> Any:
    errors = {name: [str(text) for text in texts] for name, texts in checked.errors.items()}
    return errors, checked.values if checked.ok else None


def around(known: dict[str, Any]) -> dict[str, Any]:
    return {"known": known, "context": CONTEXT, "today": TODAY}


def compiled(found: dict[str, Any]) -> CompiledForm:
    assume(not check_schema(found))  # a condition may name a question that this form lacks
    return compile_form(found)


@given(cases())
@settings(max_examples=400, deadline=None)
def test_the_same_answers_get_the_same_verdict(case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    found, answers, known = case
    form = compiled(found)
    sent = form.validate_json(answers, **around(known))
    posted = form.bind(form.to_formdata(answers), **around(known)).validate()
    assert verdict(posted) == verdict(sent)
    if sent.ok:
        stored = json.loads(json.dumps(form.to_answers(sent.values)))
        assert form.from_answers(stored) == sent.values
        assert verdict(form.validate_json(stored, **around(known))) == verdict(sent)
        form.show(stored, CONTEXT)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_a_draft_loses_nothing(case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    """Kept and opened again, answers right or wrong get the verdict they would have got at once."""
    found, answers, known = case
    form = compiled(found)
    formdata = form.to_formdata(answers)
    assume("rijen" not in form.bind(formdata, **around(known)).validate().errors)  # rows more than can be are not kept
    draft = json.loads(json.dumps(form.draft_values(formdata)))
    again = form.from_draft(draft, **around(known))
    assert verdict(again.validate()) == verdict(form.bind(formdata, **around(known)).validate())
    from_api = form.from_draft(form.clean_draft(answers), **around(known))
    if all(part.get("key") in answers for part in found["components"]):  # what a draft lacks is as known
        assert verdict(from_api.validate()) == verdict(form.validate_json(answers, **around(known)))
