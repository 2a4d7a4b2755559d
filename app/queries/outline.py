"""A diagram in words: its steps in walking order, numbered, with where each leads (users-ask 41).

A drawing says nothing to a screen reader; this says the same as a list, for a process and for one case on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.text import Text, say
from app.engine import Bundle, Definition, Element
from app.engine.diagram import GATEWAYS, Scope
from app.engine.diagram_reading import read_diagram
from app.engine.drawn_elements import elements_of
from app.engine.xml import BPMN, XmlRefused, read_xml
from app.models.case import Case
from app.models.definition import Definition as Version
from app.queries.cases import CaseView, TrailStep, trail
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
    """One step: what it is, who does it, where it leads; on a case also when it was done, whether it stands here,
    and when it happens by itself."""

    element: str
    name: str
    kind: str
    role: str = ""
    due: str = ""
    documentation: str = ""
    next: tuple[str, ...] = ()
    calls: str = ""
    attached_to: str = ""
    at: datetime | None = None
    who: str | None = None
    here: bool = False
    until: datetime | None = None

    @property
    def kind_name(self) -> Text:
        """What kind of step it is, in words."""
        return KINDS.get(self.kind, say("stap"))


@dataclass(frozen=True)
class CaseOutline:
    """A case on one of its diagrams: the steps, what was visited, where it stands (element -> how many times)."""

    process: str
    title: str
    definition_id: int
    processes: list[tuple[str, str]]
    steps: list[OutlineStep]
    visited: list[str]
    current: dict[str, int]


def of_definition(session: Session, definition_id: int) -> tuple[OutlineStep, ...]:
    """The steps of a version, in walking order."""
    definition = compiled(session, definition_id)
    return _steps(definition, definition.process)


def names(session: Session, definition_id: int) -> dict[tuple[str, str], str]:
    """The names of all elements of a version and of the processes it calls."""
    return {key: element.name for key, element in compiled(session, definition_id).elements.items()}


def after(session: Session, view: CaseView) -> dict[int, tuple[str, ...]]:
    """What the model has after each open task of a case: task id -> names of the next steps."""
    definition_id = session.scalar(select(Case.definition_id).where(Case.id == view.row.id)) or 0
    definition = compiled(session, definition_id)
    found: dict[int, tuple[str, ...]] = {}
    for task in view.open_tasks:
        steps = {step.element: step.next for step in _steps(definition, task.process)}
        found[task.id] = steps.get(task.element, ())
    return found


def of_case(session: Session, actor: Actor, view: CaseView, process: str | None) -> CaseOutline:
    """The case on its own diagram, or on that of a process it called (`process`)."""
    definition_id = session.scalar(select(Case.definition_id).where(Case.id == view.row.id)) or 0
    definition = compiled(session, definition_id)
    walked = trail(session, actor, view.row.id)
    bundles = definition.bundle.all()
    came_by = [key for key in bundles if key == definition.process or any(step.process == key for step in walked)]
    shown = process if process in came_by else definition.process
    passed = {step.element: step for step in walked if step.process == shown}
    steps = _steps(definition, shown)
    current = _current(view, shown, steps, bundles[shown])
    return CaseOutline(
        process=shown,
        title=bundles[shown].meta.title,
        definition_id=definition_id if shown == definition.process else _called_id(session, definition_id, shown),
        processes=[(key, bundles[key].meta.title) for key in came_by],
        steps=[_on_case(step, passed, current, _waiting(view, shown)) for step in steps],
        visited=[element for element in passed if element not in current],
        current=current,
    )


def _current(view: CaseView, process: str, steps: tuple[OutlineStep, ...], bundle: Bundle) -> dict[str, int]:
    """Where the case stands on one diagram: its open tasks and timers, and the calls inside which there are some."""
    found: dict[str, int] = {}
    for task in view.open_tasks:
        if task.process == process:
            found[task.element] = found.get(task.element, 0) + 1
    for timer in view.timers:
        if timer.process == process:
            found.setdefault(timer.element, 1)
    busy = {task.process for task in view.open_tasks} | {timer.process for timer in view.timers}
    for step in steps:
        if step.calls and busy & bundle.calls[step.calls].all().keys():
            found.setdefault(step.element, 1)
    return found


def _waiting(view: CaseView, process: str) -> dict[str, datetime]:
    """The moments at which elements go on by themselves, the nearest of each."""
    return {timer.element: timer.due_at for timer in reversed(view.timers) if timer.process == process}


def _on_case(
    step: OutlineStep, passed: Mapping[str, TrailStep], current: Mapping[str, int], waiting: Mapping[str, datetime]
) -> OutlineStep:
    if step.element in current:
        return replace(step, here=True, until=waiting.get(step.element))
    came = passed.get(step.element)
    return replace(step, at=came.at, who=came.who) if came else step


@lru_cache(maxsize=500)
def _steps(definition: Definition, process: str) -> tuple[OutlineStep, ...]:
    return of_diagram(definition.bundle.all()[process].bpmn, process)


def of_diagram(bpmn: bytes, process: str) -> tuple[OutlineStep, ...]:
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
    return tuple(_walk(drawn.scope, elements_of(drawn), labels))


def _walk(scope: Scope, elements: Mapping[str, Element], labels: Mapping[str, str]) -> Iterator[OutlineStep]:
    """The named nodes of a scope, each after what leads to it; what watches over a node right after that node."""
    inner = {found.id: found for found in scope.inner}
    for node_id in _in_order(scope):
        element = elements.get(node_id)
        if element is None or not (element.name or element.kind not in GATEWAYS):
            continue
        yield OutlineStep(
            node_id,
            element.name or str(KINDS.get(element.kind, "")).capitalize(),
            element.kind,
            element.role,
            element.due,
            element.documentation,
            tuple(_leads_to(scope, node_id, elements, labels)),
            element.calls,
            element.attached_to,
        )
        if node_id in inner:
            yield from _walk(inner[node_id], elements, labels)


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


def _called_id(session: Session, definition_id: int, process: str) -> int:
    """The version of a called process that this version runs on, near or far."""
    waiting = [definition_id]
    while waiting:
        calls = session.get_one(Version, waiting.pop(0)).calls
        if process in calls:
            return int(calls[process])
        waiting += [int(called) for called in calls.values()]
    return definition_id
