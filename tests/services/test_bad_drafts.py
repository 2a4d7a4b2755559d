"""Files nobody could publish: each is one sentence at the element it is about, and nothing that was drawn is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid
from app.engine import FormPlace, Problem
from app.engine.errors import TablePlace
from app.services import draft_in_hand, drafts, handing_in
from app.services.draft_parts import Part, contents, problems_of
from app.services.file_texts import declared_utf8, text_of
from app.services.new_parts import empty_table

DIAGRAM = Part("bpmn")
TASK = '<bpmn:userTask id="task_b"'


@pytest.fixture
def editor(world) -> Actor:
    return world.actor("petra@traject.example", Role.PROCESS_EDITOR, "traject", "operator")


@pytest.fixture
def drawn(simple, editor) -> str:
    drafts.open_draft(editor, simple)
    return simple


def standing(process: str) -> tuple[dict[Part, str], list[Problem]]:
    """The parts of the draft, and what the check says of them."""
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
        assert draft is not None
        return contents(session, draft), problems_of(session, draft)


def errors(process: str) -> list[Problem]:
    return [problem for problem in standing(process)[1] if problem.severity == "error"]


@pytest.mark.parametrize(
    ("before", "after", "element", "told"),
    [
        ('id="task_b"', 'id="task_a"', "task_a", "meer dan één keer"),
        (TASK, TASK.replace("userTask", "wizardTask"), "task_b", "kennen we niet"),
        (TASK, '<bpmn:scriptTask id="extra"><bpmn:script>1</bpmn:script></bpmn:scriptTask>' + TASK, "extra", ""),
        ("20100524/MODEL", "19990101/MODEL", "", "geen proces"),
    ],
    ids=["an id twice", "an unknown element", "code", "another namespace"],
)
def test_a_wrong_diagram_is_kept_and_told_at_its_element(drawn, editor, before, after, element, told) -> None:
    parts, _ = standing(drawn)
    text = parts[DIAGRAM]
    assert before in text
    # The end of what was opened as another element.
    wrong = text.replace(before, after)
    if "wizardTask" in after:
        start = wrong.index("<bpmn:wizardTask")
        wrong = wrong[:start] + wrong[start:].replace("</bpmn:userTask>", "</bpmn:wizardTask>", 1)
    drafts.save(editor, drawn, DIAGRAM, wrong, 1)
    found = errors(drawn)
    assert any(problem.element == element and told in str(problem.text) for problem in found), found
    assert standing(drawn)[0][DIAGRAM] == wrong
    with pytest.raises(AnswersInvalid) as refusal:
        handing_in.hand_in(editor, drawn, "Iets anders", "Overleg", None)
    assert set(refusal.value.errors) == {""}


def test_a_script_in_a_name_is_a_name(drawn, editor) -> None:
    text = standing(drawn)[0][DIAGRAM]
    named = text.replace('name="Nota schrijven"', 'name="&lt;script&gt;alert(1)&lt;/script&gt;"')
    assert named != text
    drafts.save(editor, drawn, DIAGRAM, named, 1)
    assert errors(drawn) == []


def form(*components: dict[str, Any]) -> str:
    return json.dumps({"type": "default", "id": "task_a", "schemaVersion": 19, "components": list(components)})


def question(key: str, label: str, **more: object) -> dict[str, Any]:
    return {"type": "textfield", "id": f"id_{label}", "key": key, "label": label, **more}


@pytest.mark.parametrize(
    ("components", "place", "told"),
    [
        (
            [question("a", "Een"), question("a", "Twee")],
            FormPlace("id_Twee", "Twee", 2),
            "Onderdeel 2 («Twee»): ",
        ),
        (
            [question("a", "Een"), {"type": "wizard", "id": "w"}],
            FormPlace("w", "wizard", 2),
            "Onderdeel 2 («wizard»): Het onderdeel ‘wizard’ kennen formulieren van Traject niet.",
        ),
        (
            [{"type": "group", "label": "G", "components": [{"type": "html", "id": "h", "content": "<script>"}]}],
            FormPlace("h", "html", 1),
            "Onderdeel 1 («html»): Vrije HTML kan niet in een formulier.",
        ),
    ],
    ids=["a key twice", "an unknown component", "html in a group"],
)
def test_what_is_wrong_in_a_form_is_told_at_its_component(drawn, editor, components, place, told) -> None:
    content = form(*components)
    drafts.save(editor, drawn, Part("form", "task_a"), content, 1)
    found = [problem for problem in errors(drawn) if problem.place == place]
    assert [str(problem.text)[: len(told)] for problem in found] == [told]
    assert standing(drawn)[0][Part("form", "task_a")] == content


def table(*rows: tuple[str, str]) -> str:
    """A table of numbers, its rows a test and an outcome."""
    rules = "".join(
        f'<rule id="r{at}"><inputEntry id="i{at}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o{at}"><text>{outcome}</text></outputEntry></rule>'
        for at, (test, outcome) in enumerate(rows, 1)
    )
    begun = empty_table("voorrang").replace('typeRef="string"><text></text>', 'typeRef="number"><text>dagen</text>')
    return begun.replace("</decisionTable>", f"{rules}</decisionTable>")


@pytest.mark.parametrize(
    ("rows", "severity", "place", "told"),
    [
        ([("&lt; 10", '"a"'), ("[5..20]", '"b"')], "error", TablePlace("voorrang", (1, 2)), "Rij 1 en rij 2"),
        ([("&lt; 10", '"a"')], "warning", TablePlace("voorrang"), "Geen enkele rij past bijvoorbeeld bij"),
        ([("-", '"a"'), ("tien dagen", '"b"')], "error", TablePlace("voorrang", (2,), 1), "Rij 2, kolom"),
        ([("-", '"a"'), ('"tien"', '"b"')], "error", TablePlace("voorrang", (2,), 1), "Rij 2, kolom"),
    ],
    ids=["rows that overlap", "a gap", "a cell that says nothing", "a cell of another kind"],
)
def test_what_is_wrong_in_a_table_is_told_with_its_row(drawn, editor, rows, severity, place, told) -> None:
    content = table(*rows)
    drafts.save(editor, drawn, Part("dmn", "voorrang.dmn"), content, 0)
    found = [problem for problem in standing(drawn)[1] if problem.place == place and problem.severity == severity]
    assert [str(problem.text)[: len(told)] for problem in found] == [told]
    assert standing(drawn)[0][Part("dmn", "voorrang.dmn")] == content


XML = '<?xml version="1.0" encoding="{}"?>\n<x name="Coördinatie – België"/>'


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-8-SIG", "ISO-8859-15", "windows-1252", "UTF-16"])
def test_a_file_is_read_in_the_letters_it_declares(encoding) -> None:
    text = XML.replace("–", "-").format("UTF-8" if encoding == "UTF-8-SIG" else encoding)
    assert text_of(text.encode(encoding)) == XML.replace("–", "-").format("UTF-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<x name='België'/>".encode("latin-1"), "Sla het op als UTF-8"),
        (XML.format("UTF-7").encode(), "Sla het op als UTF-8"),
        (XML.format("no-such-letters").encode(), "Sla het op als UTF-8"),
        (b"<x>" + b"y" * (10 << 20) + b"</x>", "te groot"),
    ],
    ids=["letters not declared", "letters we do not read", "unknown letters", "ten megabytes"],
)
def test_a_file_that_is_not_to_be_read_says_how_to_save_it(content, told) -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        text_of(content)
    (sentence,) = refusal.value.errors["content"]
    assert told in str(sentence)


def test_what_is_kept_declares_what_it_is_kept_in(drawn, editor) -> None:
    """Else «é» would be read as two letters when it is published."""
    text = standing(drawn)[0][DIAGRAM].replace('name="Nota schrijven"', 'name="België"')
    foreign = text.replace("UTF-8", "ISO-8859-1", 1)
    assert foreign != text
    drafts.save(editor, drawn, DIAGRAM, foreign, 1)
    assert standing(drawn)[0][DIAGRAM] == declared_utf8(foreign) == text
