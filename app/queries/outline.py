"""A diagram in words: its steps in walking order, numbered, with where each leads (users-ask 41).

A drawing says nothing to a screen reader; this says the same as a list. case_outline.py says it of one case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from app.domain.text import Text, say
from app.engine import Definition, Element, ProcessMeta
from app.engine.comparison_events import moment
from app.engine.diagram import GATEWAYS, Process, Scope
from app.engine.diagram_reading import read_diagram
from app.engine.drawn_elements import elements_of
from app.engine.step_words import Work, due_words, work_words
from app.engine.xml import BPMN, XmlRefused, read_xml
from app.models.process_draft import DIAGRAM, META
from app.queries import process_drafts
from app.queries.vocabulary import readable_meta
from app.services.definitions import compiled

KINDS: Mapping[str, Text] = {
    "userTask": say("taak"),
    "serviceTask": say("doet Traject zelf"),
    "businessRuleTask": say("beslistabel"),
    "sendTask": say("stuurt een bericht"),
    "receiveTask": say("wacht op een bericht"),
    "callActivity": say("deelproces"),
    "subProcess": say("deelproces"),
    "exclusiveGateway": say("keuze"),
    "parallelGateway": say("samen verder"),
    "inclusiveGateway": say("een of meer wegen"),
    "eventBasedGateway": say("wat eerst komt"),
    "startEvent": say("begin"),
    "endEvent": say("einde"),
    "intermediateCatchEvent": say("wacht"),
    "intermediateThrowEvent": say("meldt"),
    "boundaryEvent": say("bewaking"),
}


@dataclass(frozen=True)
class OutlineStep:
    """One step: what it is, who does it, by when, where it leads; on a case also when it was done, whether it stands
    here, and when it happens by itself.

    `moment`: when a timer goes off; `watches`: the name of the step it stands on, which it `stops`.
    """

    element: str
    name: str
    kind: str
    role: str = ""
    due: Text | str = ""
    documentation: str = ""
    next: tuple[str, ...] = ()
    calls: str = ""
    attached_to: str = ""
    work: Work | None = None
    at: datetime | None = None
    who: str | None = None
    here: bool = False
    until: datetime | None = None
    moment: Text | None = None
    watches: str = ""
    stops: bool = False

    @property
    def kind_name(self) -> Text:
        """What kind of step it is, in words."""
        return KINDS.get(self.kind, say("stap"))


def of_definition(session: Session, definition_id: int) -> tuple[OutlineStep, ...]:
    """The steps of a version, in walking order."""
    definition = compiled(session, definition_id)
    return steps_of(definition, definition.process)


def names(session: Session, definition_id: int) -> dict[tuple[str, str], str]:
    """The names of all elements of a version and of the processes it calls."""
    return {key: element.name for key, element in compiled(session, definition_id).elements.items()}


@lru_cache(maxsize=500)
def steps_of(definition: Definition, process: str) -> tuple[OutlineStep, ...]:
    """The steps of a process of a version, in walking order."""
    bundle = definition.bundle.all()[process]
    return of_diagram(bundle.bpmn, process, bundle.meta)


def of_draft(session: Session, draft_id: int, process: str) -> tuple[OutlineStep, ...]:
    """The steps of a draft as it stands; its variables by their names where its settings cannot be read."""
    bpmn, _ = process_drafts.content(session, draft_id, DIAGRAM, "")
    meta, _ = process_drafts.content(session, draft_id, META, "")
    return of_diagram(bpmn.encode(), process, readable_meta(meta))


def of_diagram(bpmn: bytes, process: str, meta: ProcessMeta) -> tuple[OutlineStep, ...]:
    """The steps of a process in a diagram, sound or not; none where there is no such process or no XML."""
    try:
        root = read_xml(bpmn)
    except XmlRefused:
        return ()
    drawn = read_diagram(root).process(process)
    if drawn is None:
        return ()
    arrows = root.iter(f"{BPMN}sequenceFlow")
    labels = {arrow.get("id") or "": " ".join((arrow.get("name") or "").split()) for arrow in arrows}
    return tuple(_walk(drawn, drawn.scope, elements_of(drawn), labels, meta))


def _walk(
    drawn: Process, scope: Scope, elements: Mapping[str, Element], labels: Mapping[str, str], meta: ProcessMeta
) -> Iterator[OutlineStep]:
    """The named nodes of a scope, each after what leads to it; what watches over a node right after that node."""
    inner = {found.id: found for found in scope.inner}
    for node_id in _in_order(scope):
        element = elements.get(node_id)
        if element is None or not (element.name or element.kind not in GATEWAYS):
            continue
        yield OutlineStep(
            node_id,
            element.name or str(KINDS.get(element.kind, node_id)).capitalize(),
            element.kind,
            element.role,
            due_words(meta, element.due),
            element.documentation,
            tuple(_leads_to(scope, node_id, elements, labels)),
            element.calls,
            element.attached_to,
            work_words(meta, drawn, element),
            moment=moment(meta, drawn.nodes[node_id]),
            watches=elements[element.attached_to].name if element.attached_to in elements else "",
            stops=drawn.nodes[node_id].attribute("cancelActivity") != "false",
        )
        if node_id in inner:
            yield from _walk(drawn, inner[node_id], elements, labels, meta)


def _in_order(scope: Scope) -> list[str]:
    watching: dict[str, list[str]] = {}
    for node in scope.nodes.values():
        if node.kind == "boundaryEvent":
            watching.setdefault(node.attribute("attachedToRef"), []).append(node.id)
    waiting = [node.id for node in scope.nodes.values() if node.kind == "startEvent"] + list(scope.nodes)
    done: dict[str, None] = {}
    while waiting:
        node_id = waiting.pop(0)
        if node_id in done or node_id not in scope.nodes:
            continue
        done[node_id] = None
        waiting[:0] = watching.get(node_id, []) + [flow.target for flow in scope.outgoing.get(node_id, [])]
    return list(done)


def _leads_to(
    scope: Scope, node_id: str, elements: Mapping[str, Element], labels: Mapping[str, str], depth: int = 0
) -> Iterator[str]:
    """The names of the next steps, through gateways without a name, with the words on the arrows."""
    for flow in scope.outgoing.get(node_id, []):
        target, label = elements.get(flow.target), labels.get(flow.id, "")
        prefix = f"{label}: " if label else ""
        if target is None or depth > len(scope.nodes):
            continue
        if not target.name and target.kind in GATEWAYS:
            yield from (prefix + name for name in _leads_to(scope, flow.target, elements, labels, depth + 1))
        else:
            yield prefix + (target.name or str(KINDS.get(target.kind, "")))
