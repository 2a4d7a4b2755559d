"""Changes of the kind people make to the bundles on disk, and every sentence the comparison says about them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from app.engine import Bundle, make_bundle, read_bundle
from app.engine.comparison import compare
from app.services import registries
from config import ROOT

Form = dict[str, Any]
Forms = dict[str, Form]
Change = tuple[str, str]
PREPARE = 'name="Gesprek voorbereiden" camunda:candidateGroups="coach"'
AFTER_21_DAYS = "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">'P21D'</bpmn:timeDuration>"
NEW_TASK = (
    'sourceRef="prepare" targetRef="check_plan"/>'
    '<bpmn:sequenceFlow id="n" sourceRef="check_plan" targetRef="talk_again"/>'
    '<bpmn:userTask id="check_plan" name="Plan nakijken" camunda:candidateGroups="coach" camunda:dueDate="P14D"/>'
)


@cache
def on_disk(key: str) -> Bundle:
    registries.load()  # the operations, which sentences call by their titles
    return read_bundle(ROOT / "workflows", ROOT / "forms", key)


def changed(key: str, *changes: Change, forms: Callable[[Forms], object] = lambda forms: None) -> Bundle:
    """The bundle on disk with pieces of its drawing and settings replaced, and its forms changed."""
    bundle = on_disk(key)
    bpmn, meta, asked = bundle.bpmn.decode(), bundle.meta_text, copy.deepcopy(dict(bundle.forms))
    for before, after in changes:
        assert before in bpmn + meta, before
        bpmn, meta = bpmn.replace(before, after, 1), meta.replace(before, after, 1)
    forms(asked)
    return make_bundle(key, meta, bpmn.encode(), bundle.dmn, asked, bundle.calls)


def told(key: str, *changes: Change, forms: Callable[[Forms], object] = lambda forms: None) -> list[tuple[bool, str]]:
    found = compare(on_disk(key), changed(key, *changes, forms=forms))
    return [(one.meaning, str(one.text)) for one in found]


def part(forms: Forms, form: str, name: str) -> Form:
    """A component of a form by its key, its path or its id."""
    waiting = list(forms[form]["components"])
    while waiting:
        one = waiting.pop()
        if name in (one.get("key"), one.get("path"), one.get("id")):
            found: Form = one
            return found
        waiting += one.get("components", [])
    raise KeyError(name)


def remark(**values: object) -> Callable[[Forms], object]:
    return lambda forms: part(forms, "agree", "remark").update(values)


AGREE = "Formulier «Akkoord gaan met mijn plan»: "
TALK = "Formulier «Plan bespreken»: "
SAID = "Wilt u er iets bij zeggen?"
WHETHER = "Bent u akkoord met het plan?"
LETTER = '<camunda:property name="template" value="stop_refused"/>'
EMPLOYEE = '<camunda:property name="person" value="=stop_employee"/>'
DUE = 'title = "dag waarop het plan getekend moet zijn"'


@pytest.mark.parametrize(
    ("process", "change", "sentences"),
    [
        ("annual_pop", (PREPARE, PREPARE.replace("coach", "employer")),
         [(True, "Taak «Gesprek voorbereiden» gaat nu naar: Leiding van de onderneming, in plaats van: Jobcoach.")]),
        ("annual_pop", ("plan_prepare_by\">", "P14D\">"),
         [(True, "Taak «Gesprek voorbereiden» heeft als termijn: 14 dagen, "
                 "in plaats van: de datum «dag waarop het plan voorbereid moet zijn».")]),
        ("annual_pop", ("'P21D'", "'P14D'"),
         [(True, "Bewaking «Als de werknemer niet antwoordt» gaat nu af na 14 dagen in plaats van na 21 dagen.")]),
        ("annual_pop", (AFTER_21_DAYS, "<bpmn:timeCycle>'R3/P7D'</bpmn:timeCycle>"),
         [(True, "Bewaking «Als de werknemer niet antwoordt» gaat nu af 3 keer, telkens na 7 dagen "
                 "in plaats van na 21 dagen.")]),
        ("annual_pop", ("plan_reminder_at</bpmn:timeDate>", "plan_due</bpmn:timeDate>"),
         [(True, "Stap «Herinnering, als het plan niet getekend is» gaat nu af op de datum "
                 "«dag waarop het plan getekend moet zijn» in plaats van op de datum "
                 "«volgende herinnering aan het plan».")]),
        ("annual_pop", ('attachedToRef="agree"', 'cancelActivity="false" attachedToRef="agree"'),
         [(True, "Bewaking «Als de werknemer niet antwoordt» laat «Akkoord gaan met mijn plan» nu doorlopen.")]),
        ("annual_pop", ('attachedToRef="agree"', 'attachedToRef="agree_through_coach"'),
         [(True, "Bewaking «Als de werknemer niet antwoordt» staat nu bij «Akkoord via de jobcoach» "
                 "in plaats van bij «Akkoord gaan met mijn plan».")]),
        ("annual_pop", ("agreement_route == 'ZELF'", "agreement_route != 'COACH' and plan_agreed"),
         [(True, "Van «Hoe gaat de werknemer akkoord?» gaat het nu naar «Akkoord gaan met mijn plan»: als "
                 "«hoe de werknemer akkoord gaat» is niet «COACH» en «akkoord van de werknemer» is ja, "
                 "in plaats van: als «hoe de werknemer akkoord gaat» is «ZELF».")]),
        ("trajectory", ("['ready', 'internal', 'other_measure', 'reindicate']", "['ready', 'internal']"),
         [(True, "Van «Gaat het einde door?» of «Gestart?» gaat het nu naar «Welke uitkomst?»: als "
                 "«uitkomst van de evaluatie» is «ready» of «internal», "
                 "in plaats van: als «uitkomst van de evaluatie» is «ready», «internal», "
                 "«other_measure» of «reindicate».")]),
        ("annual_pop", ('name="nee, eerst praten"', 'name="nog niet"'),
         [(False, "Bij de pijl van «Akkoord?» naar «Plan bespreken» staat nu «nog niet» "
                  "in plaats van «nee, eerst praten».")]),
        ("annual_pop", ('camunda:topic="plan_dates"', 'camunda:topic="plan_follow_up"'),
         [(True, "Stap «Data van het plan bepalen» doet nu de operatie «Opvolging van het plan plannen» "
                 "in plaats van «Data van het plan».")]),
        ("project_stop", (LETTER, LETTER.replace("refused", "accepted")),
         [(True, "Stap «Brief: geen akte»: «Welke brief» is nu Gevolgen van een stopzetting "
                 "in plaats van Stopzetting niet aanvaard.")]),
        ("project_stop", (EMPLOYEE, EMPLOYEE.replace("stop_employee", "stop_kind")),
         [(True, "Stap «Traject verwittigen»: «Welke werknemer» is nu «soort stopzetting» "
                 "in plaats van elk van «betrokken werknemers».")]),
        ("annual_pop", (DUE, 'title = "laatste dag"'),
         [(False, "Het gegeven plan_due heet in zinnen nu «laatste dag» "
                  "in plaats van «dag waarop het plan getekend moet zijn».")]),
        # Of variables that a condition, a moment and a list name: what is done stays the same.
        ("annual_pop", ('title = "akkoord van de werknemer"', 'title = "akkoord"'),
         [(False, "Het gegeven plan_agreed heet in zinnen nu «akkoord» in plaats van «akkoord van de werknemer».")]),
        ("annual_pop", ('title = "volgende herinnering aan het plan"', 'title = "herinnering"'),
         [(False, "Het gegeven plan_reminder_at heet in zinnen nu «herinnering» "
                  "in plaats van «volgende herinnering aan het plan».")]),
        ("project_stop", ('title = "betrokken werknemers"', 'title = "wie"'),
         [(False, "Het gegeven stop_employees heet in zinnen nu «wie» in plaats van «betrokken werknemers».")]),
        ("annual_pop", ('title_en = "day the plan must be signed"', 'title_en = "last day"'),
         [(False, "In het Engels heet het gegeven plan_due nu «last day» "
                  "in plaats van «day the plan must be signed».")]),
        ("annual_pop", ('<bpmn:terminateEventDefinition id="terminate_followed"/>', ""),
         [(True, "Stap «Plan opgevolgd» laat nu doorlopen wat in dit deel nog loopt.")]),
        ("annual_pop", ('id="lane_system" name="Automatisch"', 'id="lane_system" name="Traject zelf"'),
         [(False, "De baan «Automatisch» heet nu «Traject zelf».")]),
        ("annual_pop", ('<dc:Bounds x="710" y="230"', '<dc:Bounds x="750" y="230"'),
         [(False, "Alleen de tekening is anders geschikt.")]),
        ("annual_pop", ("Het plan moet klaar zijn op", "Het plan moet af zijn op"),
         [(False, "De uitleg bij het proces is anders.")]),
        ("project_stop", ('isSequential="false"', 'isSequential="true"'),
         [(True, "Deelproces «Bestemming van elke werknemer» gebeurt nu de ene na de andere.")]),
        ("trajectory", ('id="catch_term_moved" messageRef="message_term_changed"',
                        'id="catch_term_moved" messageRef="message_early_end"'),
         [(True, "Bewaking «Termijn gewijzigd» reageert nu op: het bericht «Vroegtijdig einde melden», "
                 "in plaats van: het bericht «term_changed».")]),
        ("trajectory", ('roles = ["coach", "employer"]', 'roles = ["coach"]'),
         [(True, "Het bericht «Vroegtijdig einde melden» sturen kan nu: Jobcoach, "
                 "in plaats van: Jobcoach of Leiding van de onderneming.")]),
        ("trajectory", ('title_en = "Insertion trajectory"', 'title_en = "Pathway"'),
         [(False, "In het Engels heet het proces nu «Pathway» in plaats van «Insertion trajectory».")]),
    ],
)  # fmt: skip
def test_a_change_of_the_drawing_or_the_settings_has_one_sentence(
    process: str, change: Change, sentences: list[tuple[bool, str]]
) -> None:
    assert told(process, change) == sentences


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (remark(label="Nog iets?"), [(False, f"{AGREE}de vraag «{SAID}» luidt nu «Nog iets?».")]),
        (remark(properties={"label_en": "Anything else?"}),
         [(False, f"{AGREE}de Engelse tekst bij «{SAID}» is anders.")]),
        (remark(validate={"maxLength": 500}),
         [(True, f"{AGREE}bij «{SAID}» geldt nu: hoogstens 500 tekens, in plaats van: hoogstens 3000 tekens.")]),
        (remark(conditional={"hide": '=answer = "agree"'}),
         [(True, f'{AGREE}«{SAID}» staat er nu alleen als: «{WHETHER}» is niet «Ja, ik ben akkoord».')]),
        (remark(key="comment"),
         [(True, f"{AGREE}het antwoord op «{SAID}» heet in programma’s nu comment in plaats van remark.")]),
        (remark(layout={"columns": 8}), [(False, f"{AGREE}alleen de schikking is anders.")]),
        (lambda forms: part(forms, "agree", "answer")["values"][0].update(label="Ja"),
         [(False, f"{AGREE}bij «Bent u akkoord met het plan?» heet de keuze «Ja, ik ben akkoord» nu «Ja».")]),
        (lambda forms: part(forms, "agree", "answer")["values"].append({"label": "Nee", "value": "no"}),
         [(True, f"{AGREE}bij «Bent u akkoord met het plan?» komt de keuze «Nee» erbij.")]),
        (remark(conditional={"hide": '=not(answer in ["agree", "talk"]) or plan_id > 3'}),
         [(True, f'{AGREE}«{SAID}» staat er nu niet als: not(answer in ["agree", "talk"]) or plan_id > 3.')]),
        (remark(conditional={"hide": '=not(answer in ["agree", "talk"])'}),
         [(True, f"{AGREE}«{SAID}» staat er nu alleen als: «{WHETHER}» is «Ja, ik ben akkoord» "
                 "of «Ik wil hier eerst over praten».")]),
        (remark(conditional={"hide": '=answer = "agree" and not(remark = null or answer = true)'}),
         [(True, f"{AGREE}«{SAID}» staat er nu alleen als: «{WHETHER}» is niet «Ja, ik ben akkoord» of "
                 f"(«{SAID}» is leeg of «{WHETHER}» is ja).")]),
        (lambda forms: part(forms, "agree", "Text_1").update(text="Lees uw plan."),
         [(False, f"{AGREE}«Lees uw plan hiernaast. Neem uw tijd. U mag het ook eerst met iemand bespreken.» "
                  "luidt nu «Lees uw plan.».")]),
        # A list and a part of a form have no answer of their own; what changes there changes the work all the same.
        (lambda forms: part(forms, "talk", "actions")["properties"].update(minRows="3"),
         [(True, f"{TALK}bij «Acties om te verbeteren» geldt nu: minstens 3 rijen, "
                 "in plaats van: minstens 2 rijen.")]),
        (lambda forms: part(forms, "talk", "Group_1").update(conditional={"hide": "=situation = null"}),
         [(True, f"{TALK}«Wat kan de werknemer, en wat wil hij of zij leren?» staat er nu alleen als: "
                 "«Hoe is de situatie nu?» is niet leeg.")]),
        # In the rows of a list: a question of the same row, and one of the form around it.
        (lambda forms: part(forms, "talk", "who").update(
            conditional={"hide": "=what = null or parent.situation = null"}),
         [(True, f"{TALK}«Wie doet dit?» staat er nu alleen als: «Wat?» is niet leeg en "
                 "«Hoe is de situatie nu?» is niet leeg.")]),
        (lambda forms: part(forms, "talk", "talked_on").update(properties={}),
         [(True, f"{TALK}bij «Wanneer was het gesprek?» geldt nu: geen grens, in plaats van: niet na vandaag.")]),
        (lambda forms: part(forms, "talk", "agreement_route").update(valuesKey="codes.action_owner"),
         [(True, f"{TALK}bij «Hoe gaat de werknemer akkoord?» komen de keuzes nu uit de codelijst action_owner "
                 "in plaats van uit de codelijst plan_agreement.")]),
        (lambda forms: forms["agree"]["components"].reverse(), [(False, f"{AGREE}de volgorde is anders.")]),
    ],
)  # fmt: skip
def test_a_change_of_a_form_has_one_sentence(
    change: Callable[[Forms], object], sentences: list[tuple[bool, str]]
) -> None:
    assert told("annual_pop", forms=change) == sentences


def test_a_task_with_a_form_between_two_steps() -> None:
    asked = {"components": [{"type": "textfield", "key": "ok", "label": "In orde?"}]}
    new = ('sourceRef="prepare" targetRef="talk_again"/>', NEW_TASK)
    assert told("annual_pop", new, forms=lambda forms: forms.update(check_plan=asked)) == [
        (True, "Taak «Plan nakijken» komt erbij, na «Gesprek voorbereiden» en voor «Plan bespreken». "
               "Voor: Jobcoach. Termijn: 14 dagen."),
        (True, "Het formulier «Plan nakijken» komt erbij. Het vraagt: «In orde?»."),
    ]  # fmt: skip


def test_two_variables_with_one_title_are_still_two() -> None:
    one_title = ('title = "volgende herinnering aan het plan"', DUE)
    other_moment = ("plan_reminder_at</bpmn:timeDate>", "plan_due</bpmn:timeDate>")
    [found] = compare(changed("annual_pop", one_title), changed("annual_pop", one_title, other_moment))
    assert found.meaning
    assert str(found.text).count("op de datum «dag waarop het plan getekend moet zijn»") == 2


def test_a_list_written_as_the_editor_writes_it_is_no_difference() -> None:
    theirs = "<bpmn:loopDataInputRef>stop_employees</bpmn:loopDataInputRef>"
    ours = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" camunda:collection="stop_employees">'
    sentences = told(
        "project_stop", ('<bpmn:multiInstanceLoopCharacteristics isSequential="false">', ours), (theirs, "")
    )
    assert [text for _, text in sentences if "anders ingesteld" in text] == []


def test_two_steps_that_change_places_are_told_by_what_comes_after_each() -> None:
    swapped = told(
        "annual_pop",
        ('sourceRef="answer" targetRef="sign_coach"', 'sourceRef="answer" targetRef="sign_employer"'),
        ('sourceRef="sign_coach" targetRef="sign_employer"', 'sourceRef="sign_employer" targetRef="sign_coach"'),
        ('sourceRef="sign_employer" targetRef="signed"', 'sourceRef="sign_coach" targetRef="signed"'),
    )
    coach, employer = "«Plan tekenen als jobcoach»", "«Plan tekenen als onderneming»"
    assert [text for _, text in swapped] == [
        f"Na «Akkoord?» komt nu {employer} in plaats van {coach}.",
        f"Na {coach} komt nu «Getekend?» in plaats van {employer}.",
        f"Na {employer} komt nu {coach} in plaats van «Getekend?».",
        f"Van «Akkoord?» gaat het naar {employer}: als «akkoord van de werknemer» is ja.",
    ]


def test_what_stops_a_task_by_default_is_no_difference_when_it_is_written_out() -> None:
    written = told("annual_pop", ('attachedToRef="agree"', 'cancelActivity="true" attachedToRef="agree"'))
    assert [meaning for meaning, _ in written] == [False]


def test_a_step_with_another_name_in_programs_is_the_same_step() -> None:
    """Nobody took it away and nobody added it; what else changed of it is told as of any step."""
    renamed = told(
        "annual_pop",
        *[('"follow_up"', '"check_actions"')] * 4,
        (">follow_up<", ">check_actions<"),
        ('name="Acties opvolgen" camunda:candidateGroups="coach" camunda:dueDate="P30D"',
         'name="Acties opvolgen" camunda:candidateGroups="coach" camunda:dueDate="P14D"'),
        forms=lambda forms: forms.update(check_actions=forms.pop("follow_up")),
    )  # fmt: skip
    assert [text for _, text in renamed] == [
        "Taak «Acties opvolgen» heeft een andere naam in programma’s. "
        "Bij lopende dossiers wijst u aan dat het dezelfde stap is.",
        "Taak «Acties opvolgen» heeft als termijn: 14 dagen, in plaats van: 30 dagen.",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"validate": "x"}, {"validate": [1]}, {"conditional": 3.5}, {"conditional": '=answer = "agree"'},
        {"properties": True}, {"properties": {"notBefore": [1], "check": {}}}, {"subtype": ["date"]}, {"id": {}},
        {"key": {"a": 1}}, {"values": 0}, {"type": []}, {"label": 0, "components": "x"},
    ],
)  # fmt: skip
def test_a_form_that_is_broken_is_compared_all_the_same(broken: Form) -> None:
    """A draft may hold anything while it is drawn; what is wrong with it is for the check to say."""
    assert told("annual_pop", forms=remark(**broken))
    bundle = changed("annual_pop", forms=remark(**broken))
    assert compare(bundle, on_disk("annual_pop"))


@pytest.mark.parametrize(
    "broken",
    [
        ('sourceRef="prepare"', 'sourceRef="nobody"'), ('targetRef="talk_again"', 'targetRef="nobody"'),
        ('attachedToRef="agree"', 'attachedToRef="nobody"'), ('<bpmn:userTask id="prepare"', "<bpmn:userTask"),
        ("agreement_route == 'ZELF'", "a and (b or"), ("'P21D'", "'R/P'"), ('id="annual_pop"', 'id="other"'),
    ],
)  # fmt: skip
def test_a_drawing_that_is_broken_is_compared_all_the_same(broken: Change) -> None:
    bundle = changed("annual_pop", broken)
    assert compare(on_disk("annual_pop"), bundle)
    assert compare(bundle, on_disk("annual_pop"))
