"""A scenario after a change: what still fits is done as it was, the rest is made up or left out, and told in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from app import engine
from app.models.base import configure_keys
from app.sandbox.expected import Expected, Passed, read_expected
from app.sandbox.expected_words import differences
from app.sandbox.names import step_name
from app.sandbox.onward import Fate
from app.sandbox.renewing import Told, tell
from app.sandbox.replay import differs
from app.sandbox.script import read_script
from app.services import checking
from tests.conftest import SECRET_KEY
from tests.sandbox.test_play import bundles
from tests.sandbox.test_scenarios import FILES

PLAN = "trajectory: Traject tot het einde"
REFERRAL = "referral: Doorverwijzing"
SUSPENSION = "suspension: Schorsing van begin tot einde"
QUESTION = {"type": "textfield", "id": "where", "key": "where", "label": "Waar?", "validate": {"required": True}}


@pytest.fixture(autouse=True)
def keys() -> None:
    """Sealed columns need a secret; no database of ours is connected."""
    configure_keys(SECRET_KEY)


def drawn(process: str, changes: Mapping[str, str], forms: Mapping[str, Any] | None = None) -> dict[str, engine.Bundle]:
    """Every process, with the diagram of one changed (pattern and what comes in its place) and with other forms."""
    made: dict[str, engine.Bundle] = {}

    def make(key: str) -> engine.Bundle:
        old = bundles()[key]
        bpmn, own = old.bpmn.decode(), dict(old.forms)
        if key == process:
            own |= forms or {}
            for before, after in changes.items():
                bpmn, times = re.subn(before, after, bpmn, flags=re.DOTALL)
                assert times, before
        calls = {called: made.get(called) or make(called) for called in old.calls}
        made[key] = engine.make_bundle(key, old.meta_text, bpmn.encode(), old.dmn, own, calls)
        return made[key]

    for key in bundles():
        if key not in made:
            make(key)
    checking.ensure_sound({process: made[process]})
    return made


def renewed(name: str, new: dict[str, engine.Bundle]) -> tuple[Told, list[str]]:
    """The story on the changed bundles, and what is different in words. What came of it goes so again."""
    kept, wanted = FILES[name]
    script, expected = read_script(kept), read_expected(wanted)
    told = tell(new, bundles(), script)
    assert differs(new, told.script, told.expected) is None
    said = differences(
        expected, told.expected, script.process, lambda process, step: step_name(process, step, new, bundles())
    )
    return told, [str(text) for text in said]


def fates(told: Told) -> dict[str, set[Fate]]:
    found: dict[str, set[Fate]] = {}
    for turn in told.turns:
        found.setdefault(turn.line.element, set()).add(turn.fate)
    return found


def with_question(form: Mapping[str, Any]) -> dict[str, Any]:
    return {**form, "components": [*form["components"], QUESTION]}


def test_a_story_of_which_nothing_changed_is_told_as_it_was() -> None:
    script, expected = read_script(FILES[REFERRAL][0]), read_expected(FILES[REFERRAL][1])
    told = tell(bundles(), bundles(), script)
    assert (told.script, told.expected) == (script, expected)
    assert {turn.fate for turn in told.turns} == {Fate.SAME}


def test_a_new_task_is_answered_each_year_on_the_day_it_opens() -> None:
    """The rest keeps its days: nobody waits because of the story."""
    new = drawn(
        "annual_pop",
        {
            "<bpmn:flowNodeRef>prepare</bpmn:flowNodeRef>": r"\g<0><bpmn:flowNodeRef>invite_first</bpmn:flowNodeRef>",
            'sourceRef="prepare" targetRef="talk_again"/>': (
                'sourceRef="prepare" targetRef="invite_first"/>'
                '<bpmn:sequenceFlow id="flow_invite" sourceRef="invite_first" targetRef="talk_again"/>'
                '<bpmn:userTask id="invite_first" name="Uitnodigen" camunda:candidateGroups="coach" '
                'camunda:dueDate="P7D"/>'
            ),
        },
        {"invite_first": {"type": "default", "id": "invite_first", "schemaVersion": 19, "components": [QUESTION]}},
    )
    told, said = renewed(PLAN, new)
    assert said == ["«Uitnodigen» komt erbij, 5 keer."]
    found = fates(told)
    assert found.pop("invite_first") == {Fate.NEW}
    assert set().union(*found.values()) == {Fate.SAME}


def test_a_task_that_is_gone_is_left_out() -> None:
    bpmn = bundles()["referral"].bpmn.decode()
    (after,) = re.findall(r'sourceRef="inform_body" targetRef="(\w+)"', bpmn)
    (name,) = re.findall(r'id="inform_body" name="([^"]*)"', bpmn)
    new = drawn(
        "referral",
        {
            r'<bpmn:userTask id="inform_body".*?</bpmn:userTask>': "",
            "<bpmn:flowNodeRef>inform_body</bpmn:flowNodeRef>": "",
            r'<bpmn:sequenceFlow id="[^"]*" sourceRef="inform_body"[^>]*/>': "",
            'targetRef="inform_body"': f'targetRef="{after}"',
            r'<bpmndi:BPMNShape id="inform_body_di".*?</bpmndi:BPMNShape>': "",
        },
    )
    told, said = renewed(REFERRAL, new)
    assert fates(told)["inform_body"] == {Fate.GONE}
    assert said == [
        f"«{name}» valt weg.",
        "«Antwoord vastleggen» moet klaar zijn tegen 14/02/2027 in plaats van 23/02/2027.",
    ]


def test_answers_that_a_form_no_longer_takes_are_given_anew() -> None:
    """Only what the form asks more is made up: the choices of the story stay."""
    new = drawn("referral", {}, {"choose_measure": with_question(bundles()["referral"].forms["choose_measure"])})
    told, said = renewed(REFERRAL, new)
    (anew,) = (turn for turn in told.turns if turn.fate is Fate.ANEW)
    before = next(line for line in FILES[REFERRAL][0]["lines"] if line["element"] == "choose_measure")["answers"]
    assert anew.line.answers.items() >= before.items()
    assert [str(text) for text in anew.said] == ["Geef een antwoord op de vraag ‘Waar?’."]
    assert said == []


def test_a_beginning_that_is_no_longer_taken_is_made_anew() -> None:
    new = drawn("suspension", {}, {"start": with_question(bundles()["suspension"].forms["start"])})
    told, said = renewed(SUSPENSION, new)
    assert [str(text) for text in told.begun] == ["Geef een antwoord op de vraag ‘Waar?’."]
    assert said == []


def test_other_days_other_places_and_another_end_are_told_in_words() -> None:
    def step(element: str, day: int | None = None) -> Passed:
        return Passed("p", element, date(2027, 1, day) if day else None)

    def said(old: Expected, new: Expected) -> list[str]:
        return [str(text) for text in differences(old, new, "p", lambda _, element: element.upper())]

    one = Expected("done", (step("a", 4), step("b"), step("c")))
    assert said(one, Expected("done", (step("a", 5), step("b", 9), step("c")))) == [
        "«A» moet klaar zijn tegen 05/01/2027 in plaats van 04/01/2027."
    ]
    assert said(one, Expected("stopped", (step("b"), step("a", 4), step("c")))) == [
        "«B» gebeurt op een andere plaats in de rij.",
        "Het einde is «STOPPED» in plaats van «DONE».",
    ]
    assert said(one, Expected(None, one.steps)) == ["Het dossier loopt nog; vroeger eindigde het met «DONE»."]
    assert said(Expected(None, one.steps), one) == ["Het dossier eindigt met «DONE»; vroeger liep het dan nog."]
