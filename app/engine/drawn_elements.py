"""A drawn element as pages and services need it: names, role, ground, form, deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.engine.diagram import Node, Process
from app.engine.xml import BPMN, text_of

DEFAULT_PRIORITY = 50


@dataclass(frozen=True)
class Element:
    """A drawn element as pages and services need it: names, role, ground, form, deadlines.

    `attached_to`: the activity on whose edge an event stands.
    """

    process: str
    id: str
    name: str
    kind: str
    role: str = ""
    lane: str = ""
    documentation: str = ""
    form: str = ""
    due: str = ""
    priority: int = DEFAULT_PRIORITY
    properties: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    calls: str = ""
    attached_to: str = ""


def elements_of(process: Process) -> dict[str, Element]:
    """Every element of a process by id, subprocesses included."""
    return {node.id: _element(process, node) for node in process.nodes.values()}


def _element(process: Process, node: Node) -> Element:
    lane = process.lanes.get(node.id)
    priority = node.camunda("priority")
    return Element(
        process=process.id,
        id=node.id,
        name=" ".join((node.xml.get("name") or "").split()),
        kind=node.kind,
        role=node.camunda("candidateGroups") if node.kind == "userTask" else "",
        lane=lane.name if lane else "",
        documentation=_documentation(node),
        form=(node.camunda("formKey") or node.id) if node.kind == "userTask" else "",
        due=node.camunda("dueDate"),
        priority=int(priority) if priority.isdecimal() else DEFAULT_PRIORITY,
        properties=node.properties,
        topic=node.camunda("topic"),
        calls=node.attribute("calledElement"),
        attached_to=node.attribute("attachedToRef"),
    )


def _documentation(node: Node) -> str:
    text = text_of(node.xml.find(BPMN + "documentation"))
    return "\n".join(line.strip() for line in text.splitlines())
