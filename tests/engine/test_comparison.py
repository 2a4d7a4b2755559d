"""Two versions compared in words: every kind of difference has a sentence, and wording is told from meaning."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine import Bundle, make_bundle, read_bundle
from app.engine.comparison import changes_meaning, compare
from config import ROOT
from tests.engine import draw
from tests.engine.draw import boundary, call, end, flow, for_each, line, process, properties, service, task, timer, xor

NOTE = "<bpmn:documentation>Waarom</bpmn:documentation>"
GROUND = "<bpmn:documentation>Grond: artikel 3</bpmn:documentation>"


def version(
    first: str = task("a", dueDate="P30D"),
    *more: str,
    remind: str = "'P30D'",
    condition: str = "n > 5",
    otherwise: str = "no",
    forms: dict[str, dict[str, Any]] | None = None,
    dmn: dict[str, bytes] | None = None,
    title: str = "Proef",
    variables: str = 'n = "number"',
    calls: dict[str, Bundle] | None = None,
) -> Bundle:
    parts = [
        draw.start(), first, boundary("remind", "a", timer(remind), False), end("reminded"), xor("g", otherwise),
        task("x"), task("y"), end(), line("begin", "a", "g"), flow("g", "x", condition), flow("g", "y", id="no"),
        line("x", "done"), line("y", "done"), line("remind", "reminded"), *more,
    ]  # fmt: skip
    meta = f'title = "{title}"\nsubject = "none"\n[variables]\n{variables}\n'
    return make_bundle("p", meta, process(*parts), dmn or {}, forms or {}, calls or {})


def said(old: Bundle, new: Bundle) -> list[str]:
    return [str(difference.text) for difference in compare(old, new)]


def form(**question: object) -> dict[str, dict[str, Any]]:
    return {"a": {"components": [{"key": "name", "label": "Naam", "type": "textfield", **question}]}}


def table(*rules: tuple[str, str]) -> dict[str, bytes]:
    rows = "".join(
        f"<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{out}</text></outputEntry></rule>"
        for test, out in rules
    )
    space = 'xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'
    head = '<input id="i"><inputExpression><text>n</text></inputExpression></input><output name="out"/>'
    body = f'<decision id="d" name="Route"><decisionTable>{head}{rows}</decisionTable></decision>'
    return {"d.dmn": f"<definitions {space}>{body}</definitions>".encode()}


@pytest.mark.parametrize(
    ("old", "new", "sentence", "meaning"),
    [
        (version(), version(task("a", dueDate="P30D", role="employer")),
         "Taak «Doe a» gaat nu naar: Leiding van de onderneming, in plaats van: Jobcoach.", True),
        (version(), version(remind="'P14D'"),
         "De bewaking bij «Doe a» gaat nu af na 14 dagen in plaats van na 30 dagen.", True),
        (version(), version(task("a", dueDate="P14D")),
         "Taak «Doe a» heeft als termijn: 14 dagen, in plaats van: 30 dagen.", True),
        (version(), version(task("a")), "Taak «Doe a» heeft geen termijn meer.", True),
        (version(task("a")), version(), "Taak «Doe a» krijgt een termijn: 30 dagen.", True),
        (version(), version(task("a", dueDate="P1Y1M")),
         "Taak «Doe a» heeft als termijn: 1 jaar en 1 maand, in plaats van: 30 dagen.", True),
        (version(), version(task("a", dueDate="P30D").replace("Doe a", "Beter")),
         "Taak «Doe a» heet nu «Beter».", False),
        (version(), version(task("a", NOTE, dueDate="P30D")), "Taak «Doe a»: de uitleg is anders.", False),
        (version(), version(task("a", dueDate="P30D", priority="80")),
         "Taak «Doe a» heeft nu voorrang 80 in plaats van 50.", True),
        (version(), version(task("a", dueDate="P30D", formKey="b")),
         "Taak «Doe a» gebruikt nu een ander formulier: «b».", True),
        (version(), version(task("a", properties(record="x"), dueDate="P30D")),
         "Taak «Doe a»: wat Traject met de antwoorden doet, is nu «x» in plaats van niets.", True),
        (version(), version(task("a", properties(not_by="x"), dueDate="P30D")),
         "Taak «Doe a» mag nu niet door wie «Doe x» deed.", True),
        (version(), version(task("a", GROUND, dueDate="P30D")),
         "Taak «Doe a» heeft als grond: «artikel 3», in plaats van: «–».", False),
        (version(), version(task("a", for_each("people", "one"), dueDate="P30D")),
         "Taak «Doe a» gebeurt nu voor elk deel van «people» in plaats van één keer.", True),
        (version(task("a", for_each("people", "one"))), version(task("a", for_each("people", "one", True))),
         "Taak «Doe a» gebeurt nu de ene na de andere.", True),
        (version(), version(condition="n > 1"),
         "Van «Doe a» gaat het nu naar «Doe x»: als n is meer dan 1, in plaats van: als n is meer dan 5.", True),
        (version(), version(otherwise="g_to_x"),
         "Van «Doe a» gaat het nu naar «Doe y»: altijd, in plaats van: als niets anders past.", True),
        (version(), version(title="Anders"), "Het proces heet nu «Anders» in plaats van «Proef».", False),
        (version(), version(variables='n = "number"\nm = "date"'), "Het gegeven m komt erbij: een datum.", True),
        (version(variables='n = "number"\nm = "date"'), version(), "Het gegeven m valt weg.", True),
        (version(), version(variables='n = "text"'), "Het gegeven n is nu een tekst in plaats van een getal.", True),
        (version(forms=form()), version(forms=form(label="Voornaam")),
         "Formulier «Doe a»: de vraag «Naam» luidt nu «Voornaam».", False),
        (version(forms=form()), version(forms=form(validate={"required": True})),
         "Formulier «Doe a»: «Naam» moet nu ingevuld worden.", True),
        (version(forms=form(validate={"required": True})), version(forms=form()),
         "Formulier «Doe a»: «Naam» hoeft niet meer ingevuld te worden.", True),
        (version(forms=form()), version(forms=form(key="other")), "Formulier «Doe a»: de vraag «Naam» valt weg.", True),
        (version(forms=form()), version(forms=form(type="number")),
         "Formulier «Doe a»: «Naam» is nu een getal in plaats van een regel tekst.", True),
        (version(forms=form()), version(forms=form(type="expression")),
         "Formulier «Doe a»: «Naam» is nu een berekening in plaats van een regel tekst.", True),
        (version(forms=form()), version(forms=form(validate={"maxLength": 9})),
         "Formulier «Doe a»: bij «Naam» geldt nu: hoogstens 9 tekens, in plaats van: geen grens.", True),
        (version(forms=form()), version(), "Het formulier «Doe a» valt weg.", True),
        (version(dmn=table(("1", "2"))), version(dmn=table(("1", "3"))),
         "Beslistabel «Route»: regel 1: out 3 in plaats van 2.", True),
        (version(dmn=table(("1", "2"))), version(dmn=table(("1", "2"), ("2", "3"))),
         "Beslistabel «Route»: regel 2 komt erbij: n 2, out 3.", True),
        (version(dmn=table(("1", "2"))), version(), "De beslistabel «Route» valt weg.", True),
    ],
)  # fmt: skip
def test_every_difference_has_its_sentence(old: Bundle, new: Bundle, sentence: str, meaning: bool) -> None:
    differences = compare(old, new)
    assert sentence in [str(difference.text) for difference in differences]
    assert changes_meaning(differences) is meaning


TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="d" name="Punten"><decisionTable hitPolicy="COLLECT" aggregation="SUM">
    <input label="uren"><inputExpression typeRef="number"><text>hours</text></inputExpression>
      <inputValues><text>1,2</text></inputValues></input>
    <output label="uit" name="out" typeRef="feel:number"><outputValues><text>3,4</text></outputValues></output>
    <rule><description>Let op</description>
      <inputEntry><text>1</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>
    <rule><inputEntry><text>2</text></inputEntry><outputEntry><text>4</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""


@pytest.mark.parametrize(
    ("before", "after", "sentence", "meaning"),
    [
        ("SUM", "MAX", "nu geldt: de grootste uitkomst van alle regels die passen, "
         "in plaats van: de uitkomsten van alle regels die passen, samengeteld.", True),
        (' aggregation="SUM"', "", "nu geldt: alle regels die passen, tellen mee, "
         "in plaats van: de uitkomsten van alle regels die passen, samengeteld.", True),
        ('typeRef="number"', 'typeRef="string"', "de kolom «uren» is nu een tekst in plaats van een getal.", True),
        ('typeRef="feel:number"', 'typeRef="boolean"', "de kolom «uit» is nu ja of nee in plaats van een getal.", True),
        ("1,2", "1,2,3", "de waarden van de kolom «uren» zijn nu 1,2,3 in plaats van 1,2.", True),
        ("3,4", "4,3", "de waarden van de kolom «uit» zijn nu 4,3 in plaats van 3,4.", True),
        ("hours", "days", "de kolom «uren» leest nu days in plaats van hours.", True),
        ('name="out"', 'name="points"', "de uitkomst «uit» heet in programma’s nu points in plaats van out.", True),
        ('label="uren"', 'label="Uren"', "de kolom «uren» heet nu «Uren».", False),
        ("Let op", "Let wel", "de toelichting bij de regels is anders.", False),
    ],
)  # fmt: skip
def test_whatever_changes_in_a_table_is_told_also_beside_another_change(
    before: str, after: str, sentence: str, meaning: bool
) -> None:
    changed = TABLE.replace(before.encode(), after.encode(), 1)
    told = [(each.meaning, str(each.text)) for each in compare(version(dmn={"d.dmn": TABLE}),
                                                               version(dmn={"d.dmn": changed}))]  # fmt: skip
    assert told == [(meaning, f"Beslistabel «Punten»: {sentence}")]
    beside = changed.replace(b"<outputEntry><text>4<", b"<outputEntry><text>5<")
    assert len(compare(version(dmn={"d.dmn": TABLE}), version(dmn={"d.dmn": beside}))) == 2


def test_a_step_between_two_others_is_told_once_with_its_place() -> None:
    old = draw.bundle(process(draw.start(), task("a"), task("b"), end(), line("begin", "a", "b", "done")))
    new = draw.bundle(
        process(draw.start(), task("a"), service("s", "t"), task("b"), end(), line("begin", "a", "s", "b", "done"))
    )
    assert said(old, new) == ["Stap «s» komt erbij, na «Doe a» en voor «Doe b»."]
    assert said(new, old) == ["Stap «s» valt weg."]
    assert [(each.element, each.mark) for each in compare(old, new)] == [("s", "added")]


def test_a_question_about_a_day_goes_by_its_own_label() -> None:
    date = {"components": [{"key": "starts_on", "dateLabel": "Eerste werkdag", "type": "datetime"}]}
    added = said(version(forms={"a": {"components": []}}), version(forms={"a": date}))
    assert added == ["Formulier «Doe a»: de vraag «Eerste werkdag» komt erbij."]


def test_a_gateway_without_a_name_goes_by_the_named_step_beside_it() -> None:
    """Its id would say nothing to who reads the comparison."""
    ways = line("g", "b", "done")
    old = draw.bundle(process(draw.start(), task("a"), xor("g"), task("b"), end(), line("begin", "a", "g"), ways))
    more = line("begin", "a", "n", "g")
    new = draw.bundle(process(draw.start(), task("a"), task("n"), xor("g"), task("b"), end(), more, ways))
    assert said(old, new) == ["Taak «Doe n» komt erbij, na «Doe a» en voor «Doe b». Voor: Jobcoach."]


def test_what_a_called_process_changes_is_told_under_its_name() -> None:
    def calling(called: Bundle) -> Bundle:
        drawn = process(draw.start(), call("c", "q"), end(), line("begin", "c", "done"))
        return draw.bundle(drawn, calls={"q": called})

    def inner(name: str) -> Bundle:
        drawn = process(draw.start(), task(name), end(), line("begin", name, "done"), key="q")
        return draw.bundle(drawn, key="q")

    differences = compare(calling(inner("x")), calling(inner("y")))
    assert {(each.process, each.element, each.mark) for each in differences} == {
        ("q", "x", "removed"),
        ("q", "y", "added"),
    }


def test_nothing_differs_from_itself() -> None:
    bundle = version(forms=form(), dmn=table(("1", "2")))
    assert compare(bundle, bundle) == ()
    whole = read_bundle(ROOT / "workflows", ROOT / "forms", "trajectory")
    assert compare(whole, whole) == ()


def test_formatting_is_no_difference_and_an_inner_identifier_none_of_the_work() -> None:
    old = version()
    timer_of, named = b"<bpmn:timerEventDefinition>", b'<bpmn:timerEventDefinition id="t9">\n'
    spaced, identified = (
        make_bundle("p", old.meta_text, old.bpmn.replace(timer_of, written), {}, {}, {})
        for written in (timer_of + b"\n  ", named)
    )
    assert compare(old, spaced) == ()
    assert [(one.meaning, str(one.text)) for one in compare(old, identified)] == [
        (False, "Alleen iets wat geen stap is, is anders: een opmerking in de tekening of iets technisch.")
    ]
