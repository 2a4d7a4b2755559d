"""Next versions of the `simple` process, for tests that move cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app import engine
from app.domain.access import SYSTEM
from app.services import publishing

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def publish_simple(changes: Mapping[str, str]) -> int:
    """Publish `simple` with every text of its diagram replaced that `changes` names; gives the number."""
    return publish_next(BENCHMARKS, "simple", changes)


def publish_next(folder: Path, process: str, changes: Mapping[str, str]) -> int:
    """Publish a process of a folder, its diagram changed so. Forms follow an element that got another id."""
    old = engine.read_bundle(folder / "workflows", folder / "forms", process)
    bpmn = old.bpmn.decode()
    for before, after in changes.items():
        assert before in bpmn, before
        bpmn = bpmn.replace(before, after)
    renamed = {before.strip('"<>'): after.strip('"<>') for before, after in changes.items()}
    forms = {renamed.get(name, name): schema for name, schema in old.forms.items()}
    bundle = engine.make_bundle(process, old.meta_text, bpmn.encode(), {}, forms, {})
    return publishing.publish(SYSTEM, {process: bundle})[0].number


#: Another name, another role, another deadline and another form for the first task.
OTHER_FIRST_TASK = {
    "<bpmn:flowNodeRef>task_a</bpmn:flowNodeRef>": "",  # from the lane of the coach to one of its own
    "</bpmn:laneSet>": (
        '<bpmn:lane id="lane_employer" name="Leiding van de onderneming">'
        "<bpmn:flowNodeRef>task_a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    ),
    'name="Aanvraag invullen" camunda:candidateGroups="coach" camunda:dueDate="P14D"': (
        'name="Vraag invullen" camunda:candidateGroups="employer" camunda:dueDate="P30D"'
    ),
}
#: The first task under another id.
OTHER_ID = {"task_a": "task_x"}
