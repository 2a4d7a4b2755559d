"""Each kind of question: what it takes, what it refuses and with which sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.domain.identifiers import synthetic_enterprise_number, synthetic_iban, synthetic_national_number
from app.forms import Checked, compile_form
from tests.forms.example import YES_NO, schema, text

NATIONAL = synthetic_national_number(dt.date(1990, 1, 1))


def ask(component: dict[str, Any], answer: Any, **more: Any) -> Checked:
    """Judge one answer to one question."""
    return compile_form(schema({"key": "q", "label": "Vraag", **component})).validate_json({"q": answer}, **more)


def said(component: dict[str, Any], answer: Any, **more: Any) -> str:
    """The one sentence about a wrong answer."""
    checked = ask(component, answer, **more)
    assert list(checked.errors) == ["q"]
    [sentence] = checked.errors["q"]
    return str(sentence)


LINE = {"type": "textfield"}
TEXT = {"type": "textarea"}
NUMBER = {"type": "number"}
WHOLE = {"type": "number", "decimalDigits": 0}
DATE = {"type": "datetime", "subtype": "date"}
TIME = {"type": "datetime", "subtype": "time"}
MOMENT = {"type": "datetime", "subtype": "datetime"}
RADIO = {"type": "radio", "values": YES_NO}
LIST = {"type": "checklist", "values": YES_NO}
TICK = {"type": "checkbox"}


@pytest.mark.parametrize(
    "component, answer, value",
    [
        (LINE, "  An  ", "An"),
        (LINE, "e\u0301e\u0301n", "één"),
        (LINE, "", None),
        (LINE, None, None),
        (TEXT, "een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        (TEXT, "uit Word\x0buit een pdf\x0cen\u2028verder", "uit Word\nuit een pdf\nen\nverder"),
        (NUMBER, 3, Decimal(3)),
        (NUMBER, 2.5, Decimal("2.5")),
        (NUMBER, -0.0, Decimal(0)),
        (WHOLE, 3.0, 3),
        (WHOLE, 1e3, 1000),
        (DATE, "2024-02-29", dt.date(2024, 2, 29)),
        (TIME, "09:30", dt.time(9, 30)),
        (MOMENT, "2026-07-01T09:30", dt.datetime(2026, 7, 1, 7, 30, tzinfo=dt.UTC)),
        (MOMENT, "2026-07-01T09:30:00+05:00", dt.datetime(2026, 7, 1, 4, 30, tzinfo=dt.UTC)),
        (RADIO, "ja", "ja"),
        (RADIO, "", None),
        (LIST, ["nee", "ja", "ja"], ["ja", "nee"]),
        (LIST, [], []),
        (TICK, True, True),
        (TICK, None, False),
        ({**LINE, "properties": {"check": "national_number"}}, f" {NATIONAL[:6]}-{NATIONAL[6:]}", NATIONAL),
        ({**LINE, "properties": {"check": "iban"}}, synthetic_iban(1), synthetic_iban(1)),
        ({**LINE, "validate": {"validationType": "phone"}}, "0470 12 34 56", "0470 12 34 56"),
        ({**LINE, "validate": {"validationType": "email"}}, "an@voorbeeld.be", "an@voorbeeld.be"),
        ({**LINE, "validate": {"pattern": "^[A-Z]{2}$"}}, "AB", "AB"),
    ],
)
def test_takes(component: dict[str, Any], answer: Any, value: Any) -> None:
    checked = ask(component, answer)
    assert checked.errors == {}
    assert checked.values == {"q": value}
    assert type(checked.values["q"]) is type(value)


@pytest.mark.parametrize(
    "component, answer, sentence",
    [
        (LINE, 5, "‘Vraag’ moet tekst zijn."),
        (LINE, ["a"], "‘Vraag’ moet tekst zijn."),
        (LINE, True, "‘Vraag’ moet tekst zijn."),
        (LINE, "x" * 501, "Dit is te lang. Schrijf hoogstens 500 tekens."),
        (LINE, "x" * 5_000_000, "Dit is te lang. Schrijf hoogstens 500 tekens."),
        (LINE, "een\ntwee", "Schrijf dit op één regel."),
        (LINE, "nul\x00", "Er staat een teken in dat niet kan. Typ de tekst opnieuw, of plak hem zonder opmaak."),
        (LINE, "half\ud800", "Er staat een teken in dat niet kan. Typ de tekst opnieuw, of plak hem zonder opmaak."),
        (TEXT, "x" * 10_001, "Dit is te lang. Schrijf hoogstens 10000 tekens."),
        ({**LINE, "validate": {"minLength": 3}}, "ab", "Schrijf minstens 3 tekens."),
        ({**LINE, "validate": {"required": True}}, "  ", "Vul ‘Vraag’ in."),
        ({**LINE, "validate": {"required": True}, "label": "Wat nu?"}, "", "Geef een antwoord op de vraag ‘Wat nu?’."),
        (
            {**LINE, "validate": {"required": True}, "properties": {"phrase": "de naam van het bedrijf"}},
            None,
            "Vul de naam van het bedrijf in.",
        ),
        ({**LINE, "validate": {"pattern": "^[A-Z]{2}$", "patternErrorMessage": "Twee letters."}}, "a", "Twee letters."),
        (
            {**LINE, "validate": {"validationType": "email"}},
            "an@",
            "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be.",
        ),
        (
            {**LINE, "validate": {"validationType": "phone"}},
            "123",
            "Dit is geen telefoonnummer. Schrijf het zoals 0470 12 34 56 of +32 470 12 34 56.",
        ),
        (
            {**LINE, "properties": {"check": "national_number"}},
            NATIONAL[:-1] + str((int(NATIONAL[-1]) + 1) % 10),
            "Dit nummer klopt niet: de laatste twee cijfers passen niet bij de rest.",
        ),
        (
            {**LINE, "properties": {"check": "establishment_number"}},
            synthetic_enterprise_number(1),
            "Een vestigingsnummer begint met 2 tot 8. Is dit het nummer van de onderneming?",
        ),
        (NUMBER, "3", "‘Vraag’ moet een getal zijn."),
        (NUMBER, True, "‘Vraag’ moet een getal zijn."),
        (NUMBER, float("nan"), "‘Vraag’ moet een getal zijn."),
        (NUMBER, float("-inf"), "‘Vraag’ moet een getal zijn."),
        (NUMBER, 10**400, "Dit getal is te groot. Kijk het na."),
        (NUMBER, 0.1 + 0.2, "Dit getal heeft te veel cijfers. Rond het af."),
        (WHOLE, 2.5, "Vul een geheel getal in, zonder cijfers na de komma."),
        ({**NUMBER, "decimalDigits": 2}, 1.125, "Gebruik hoogstens 2 cijfers na de komma."),
        ({**NUMBER, "validate": {"min": 1, "max": 38}}, 38.5, "Vul een getal in van 1 tot 38."),
        ({**NUMBER, "validate": {"min": 0.5}}, 0, "Vul een getal in van minstens 0,5."),
        ({**NUMBER, "validate": {"max": 10}}, 11, "Vul een getal in van hoogstens 10."),
        ({**NUMBER, "increment": 0.5}, 1.2, "Vul een getal in dat een veelvoud is van 0,5."),
        (DATE, 20260101, "‘Vraag’ moet een datum zijn, als tekst: 2026-01-31."),
        (DATE, "31/01/2026", "‘Vraag’ moet een datum zijn, als tekst: 2026-01-31."),
        (DATE, "2026-01-31T10:00", "‘Vraag’ moet een datum zijn, als tekst: 2026-01-31."),
        (DATE, "2025-02-29", "Deze datum bestaat niet. Kijk de dag en de maand na."),
        (DATE, "0206-01-31", "Kijk het jaar na: het moet tussen 1900 en 2199 liggen."),
        (TIME, "9u", "‘Vraag’ moet een uur zijn, als tekst: 09:30."),
        (MOMENT, "2026-03-29T02:30", "Dit uur bestaat niet op die dag: de klok gaat dan een uur vooruit."),
        (MOMENT, "2026-01-31", "‘Vraag’ moet een moment zijn, als tekst: 2026-01-31T09:30."),
        (RADIO, "misschien", "Kies een antwoord uit de lijst bij ‘Vraag’."),
        (RADIO, ["ja"], "‘Vraag’ moet een code uit de lijst zijn."),
        ({**RADIO, "validate": {"required": True}}, None, "Kies een antwoord bij ‘Vraag’."),
        (LIST, "ja", "‘Vraag’ moet een lijst van codes zijn."),
        (LIST, ["ja", 5], "‘Vraag’ moet een lijst van codes zijn."),
        (LIST, ["ja", "x"], "Kies antwoorden uit de lijst bij ‘Vraag’."),
        ({**LIST, "validate": {"required": True}}, [], "Kies minstens één antwoord bij ‘Vraag’."),
        (TICK, "true", "‘Vraag’ moet waar of onwaar zijn."),
        (TICK, 1, "‘Vraag’ moet waar of onwaar zijn."),
        ({**TICK, "validate": {"required": True}}, False, "Vink ‘Vraag’ aan. Zonder kunt u niet verder."),
    ],
)
def test_refuses(component: dict[str, Any], answer: Any, sentence: str) -> None:
    component = {"dateLabel": "Vraag", "timeLabel": "Vraag", **component}
    assert said(component, answer) == sentence


@pytest.mark.parametrize(
    "typed, value",
    [
        ("12", Decimal(12)),
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        ("1.250,50", Decimal("1250.5")),
        ("1 250", Decimal(1250)),
        ("1.250.000", Decimal(1250000)),
        ("-3", Decimal(-3)),
    ],
)
def test_numbers_are_typed_the_belgian_way(typed: str, value: Decimal) -> None:
    form = compile_form(schema({"key": "q", "label": "Vraag", **NUMBER}))
    assert form.bind(form.to_formdata({"q": typed})).validate().values == {"q": value}


@pytest.mark.parametrize("typed", ["twaalf", "1,2,3", "1.2.3", "--1", "1e5", "٣", "1" * 61])
def test_what_is_no_number_is_said_and_kept(typed: str) -> None:
    form = compile_form(schema({"key": "q", "label": "Vraag", **NUMBER}))
    bound = form.bind(form.to_formdata({"q": typed}))
    checked = bound.validate()
    assert str(checked.errors["q"][0]) == "Vul ‘Vraag’ in als getal, bijvoorbeeld 12,5."
    assert bound.form["q"]._value() == typed


@pytest.mark.parametrize(
    "parts, outcome",
    [
        (("31", "1", "2026"), dt.date(2026, 1, 31)),
        (("1", "mrt", "2026"), dt.date(2026, 3, 1)),
        (("1", "Maart", "2026"), dt.date(2026, 3, 1)),
        (("1", "november", "2026"), dt.date(2026, 11, 1)),
        (("", "", ""), None),
        (("31", "2", "2026"), "Deze datum bestaat niet. Kijk de dag en de maand na."),
        (("", "2", "2026"), "Vul ook de dag in."),
        (("1", "", "2026"), "Vul ook de maand in."),
        (("1", "2", ""), "Vul ook het jaar in."),
        (("1", "2", "26"), "Schrijf het jaar met vier cijfers, bijvoorbeeld 2026."),
        (("x", "2", "2026"), "Schrijf de datum als dag, maand en jaar, bijvoorbeeld 31 1 2026."),
    ],
)
def test_dates_are_typed_in_three_parts(parts: tuple[str, str, str], outcome: Any) -> None:
    form = compile_form(schema({"type": "datetime", "subtype": "date", "key": "q", "dateLabel": "Vraag"}))
    day, month, year = parts
    checked = form.bind(form.to_formdata({"q": {"day": day, "month": month, "year": year}})).validate()
    if isinstance(outcome, str):
        assert [str(sentence) for sentence in checked.errors["q"]] == [outcome]
    else:
        assert checked.errors == {} and checked.values == {"q": outcome}


@pytest.mark.parametrize(
    "typed, value", [("9:30", dt.time(9, 30)), ("9u30", dt.time(9, 30)), ("9u", dt.time(9)), ("14.05", dt.time(14, 5))]
)
def test_hours_are_typed_as_people_write_them(typed: str, value: dt.time) -> None:
    form = compile_form(schema({"type": "datetime", "subtype": "time", "key": "q", "timeLabel": "Vraag"}))
    assert form.bind(form.to_formdata({"q": typed})).validate().values == {"q": value}


class TestLimits:
    FROM = {"type": "datetime", "subtype": "date", "key": "van", "dateLabel": "Van", "validate": {"required": True}}

    def verdict(self, answers: dict[str, Any], properties: dict[str, str], **more: Any) -> dict[str, list[str]]:
        until = {**self.FROM, "key": "tot", "dateLabel": "Tot", "properties": properties}
        checked = compile_form(schema(self.FROM, until)).validate_json(answers, **more)
        return {name: [str(text) for text in texts] for name, texts in checked.errors.items()}

    def test_an_end_before_a_start(self) -> None:
        answers = {"van": "2026-02-01", "tot": "2026-01-31"}
        assert self.verdict(answers, {"notBefore": "van"}) == {
            "tot": ["Dit ligt voor ‘Van’ (01/02/2026). Kies een later moment."]
        }
        assert self.verdict({**answers, "tot": "2026-02-01"}, {"notBefore": "van"}) == {}

    def test_a_limit_that_is_itself_wrong_is_not_held_against_the_other(self) -> None:
        assert list(self.verdict({"van": "morgen", "tot": "2026-01-31"}, {"notBefore": "van"})) == ["van"]

    def test_a_fixed_date(self) -> None:
        verdict = self.verdict({"van": "2026-02-01", "tot": "2026-02-02"}, {"notAfter": "2026-02-01"})
        assert verdict == {"tot": ["Kies een moment op of voor 01/02/2026."]}

    def test_today(self) -> None:
        answers = {"van": "2026-02-01", "tot": "2026-02-02"}
        assert self.verdict(answers, {"notAfter": "today"}, today=dt.date(2026, 2, 2)) == {}
        verdict = self.verdict(answers, {"notAfter": "today"}, today=dt.date(2026, 2, 1))
        assert verdict == {"tot": ["Dit ligt na vandaag (01/02/2026). Kies een vroeger moment."]}

    def test_today_must_be_given(self) -> None:
        with pytest.raises(ValueError, match="today"):
            self.verdict({"van": "2026-02-01", "tot": "2026-02-02"}, {"notAfter": "today"})

    def test_something_known_of_the_case(self) -> None:
        answers = {"van": "2026-02-01", "tot": "2026-02-02"}
        for known in (dt.date(2026, 2, 1), "2026-02-01"):
            verdict = self.verdict(answers, {"notAfter": "known.legal_end"}, known={"legal_end": known})
            assert verdict == {"tot": ["Kies een moment op of voor 01/02/2026."]}
        assert self.verdict(answers, {"notAfter": "known.legal_end"}) == {}

    def test_in_a_row_the_own_row_comes_first(self) -> None:
        form = compile_form(
            schema(
                self.FROM,
                {
                    "type": "dynamiclist",
                    "path": "rijen",
                    "label": "Rijen",
                    "components": [
                        {**self.FROM, "key": "begin", "dateLabel": "Begin", "properties": {"notBefore": "van"}},
                        {**self.FROM, "key": "einde", "dateLabel": "Einde", "properties": {"notBefore": "begin"}},
                    ],
                },
            )
        )
        rows = [{"begin": "2026-01-01", "einde": "2026-02-01"}, {"begin": "2026-03-01", "einde": "2026-02-01"}]
        assert set(form.validate_json({"van": "2026-02-01", "rijen": rows}).errors) == {
            "rijen-0-begin",
            "rijen-1-einde",
        }


def test_a_text_is_data_and_never_a_formula() -> None:
    """Security row 4: what people type is kept as it is and comes out escaped."""
    form = compile_form(schema(text()))
    for typed in ("${7*7}", "{{7*7}}", "=7*7", "__import__('os')", "%(naam)s", "<img onerror=alert(1)>"):
        assert form.validate_json({"naam": typed}).values == {"naam": typed}
