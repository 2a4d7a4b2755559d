"""Every element docs/modelling.md lists: accepted, run to its end, read back from bytes after every step."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.engine import check, compile
from app.engine.diagram import FLOW_NODES, UNSUPPORTED
from tests.engine.diagrams import shapes
from tests.engine.diagrams.elements import FOLDER, element_bundles
from tests.engine.player import Player

BUNDLES = element_bundles()
DOCUMENT = (Path(__file__).parents[2] / "docs" / "modelling.md").read_text()
MOST_LIVES, MOST_STEPS = 60, 40
assert shapes.count  # registers the operation of service_task.bpmn


def live(name: str, chance: random.Random) -> Player:
    """A case of the diagram, lived at random to its end."""
    flags = {flag: chance.random() < 0.5 for flag in ("approved", "r1", "r2")}
    variables = {"names": ["ann", "bob", "cem"], "who": "ann", "until": "2026-03-01", "n": chance.choice([0, 5])}
    case = Player(BUNDLES[name], **variables, **flags)
    for _ in range(MOST_STEPS):
        if case.snapshot.ended:
            break
        _one_step(case, chance)
    assert case.snapshot.ended
    return case


def _one_step(case: Player, chance: random.Random) -> None:
    ways = [(case.do, task.element, task.item) for task in case.snapshot.tasks]
    ways += [(case.send if each.kind == "message" else case.signal, each.name) for each in case.snapshot.waiting]
    ways += [(case.wait_until, timer.due_at + timedelta(hours=1)) for timer in case.snapshot.timers]
    act, *given = chance.choice(ways)
    act(*given, **({"enough": chance.random() < 0.5} if act == case.do else {}))


@pytest.mark.parametrize("name", BUNDLES)
def test_a_case_comes_by_every_element_of_the_diagram_and_ends(name: str) -> None:
    chance, seen = random.Random(name), set()
    drawn = set(compile(BUNDLES[name]).elements)
    for _ in range(MOST_LIVES):
        case = live(name, chance)
        seen |= {(step.process, step.element) for step in case.steps}
        if seen == drawn:
            return
    assert seen == drawn


@pytest.mark.parametrize("name", BUNDLES)
def test_the_publish_check_accepts_it(name: str) -> None:
    assert {problem.code for problem in check(BUNDLES[name]) if problem.severity == "error"} <= {"form.missing"}


def test_the_document_lists_these_diagrams_and_no_others() -> None:
    listed = re.findall(r"^### .*`(\w+)\.bpmn`$", DOCUMENT, re.MULTILINE)
    assert listed == re.findall(r"`(\w+)\.bpmn`", DOCUMENT)
    assert sorted(listed) == sorted(BUNDLES)


def test_every_kind_of_element_we_run_has_a_diagram() -> None:
    drawn = {kind for file in FOLDER.glob("*.bpmn") for kind in re.findall(r"<bpmn:(\w+) id", file.read_text())}
    assert drawn >= FLOW_NODES - UNSUPPORTED


def test_what_we_do_not_run_stands_in_the_document_with_what_to_use_instead() -> None:
    refused = DOCUMENT.partition("## What is refused")[2]
    for kind in UNSUPPORTED | REFUSED_EVENTS:
        assert f"`{kind}`" in refused, kind


REFUSED_EVENTS = frozenset(
    {
        "linkEventDefinition", "conditionalEventDefinition", "compensateEventDefinition", "cancelEventDefinition",
        "timeCycle", "standardLoopCharacteristics", "dataObject", "dataStoreReference", "triggeredByEvent",
    }
)  # fmt: skip
