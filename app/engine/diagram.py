"""A diagram as data: what is drawn, read from the XML once, for the check, the pages and the engine's own lookups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from app.engine.xml import BPMN, CAMUNDA, DI, local_name, text_of

TASKS = frozenset(
    {"userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "callActivity", "subProcess"}
)
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
# Flow nodes that BPMN has and Traject does not run; the check names them.
UNSUPPORTED = frozenset(
    {
        "task", "manualTask", "scriptTask", "complexGateway", "adHocSubProcess", "transaction", "callChoreography",
        "choreographyTask", "subChoreography", "event", "implicitThrowEvent",
    }
)  # fmt: skip
FLOW_NODES = TASKS | GATEWAYS | EVENTS | UNSUPPORTED


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` is None when the flow carries none."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True, eq=False)
class Node:
    """A flow node: its id, its BPMN kind and its XML."""

    id: str
    kind: str
    xml: etree._Element

    def attribute(self, name: str) -> str:
        """A plain BPMN attribute, trimmed."""
        return (self.xml.get(name) or "").strip()

    def camunda(self, name: str) -> str:
        """A `camunda:` attribute, trimmed."""
        return (self.xml.get(CAMUNDA + name) or "").strip()

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """The `camunda:properties` of the element."""
        found = self.xml.iterfind(f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property")
        return {entry.get("name") or "": entry.get("value") or "" for entry in found}

    @cached_property
    def events(self) -> list[etree._Element]:
        """The event definitions of the element."""
        return [child for child in self.xml if is_bpmn(child) and local_name(child).endswith("EventDefinition")]

    @cached_property
    def repeats(self) -> etree._Element | None:
        """The loop or multi-instance marker, if any."""
        for name in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
            found = self.xml.find(BPMN + name)
            if found is not None:
                return found
        return None

    @property
    def item_name(self) -> str:
        """Where the activity repeats over a list: what an instance calls its item. Else empty."""
        if self.repeats is None:
            return ""
        drawn = self.repeats.find(BPMN + "inputDataItem")
        named = (drawn.get("name") or drawn.get("id") or "") if drawn is not None else ""
        return self.repeats.get(CAMUNDA + "elementVariable") or named

    @property
    def list_name(self) -> str:
        """The list over which the activity repeats; empty where it repeats none."""
        if self.repeats is None:
            return ""
        return self.repeats.get(CAMUNDA + "collection") or text_of(self.repeats.find(BPMN + "loopDataInputRef"))


@dataclass(eq=False)
class Scope:
    """A process or an embedded subprocess: the nodes and flows drawn directly in it."""

    id: str
    xml: etree._Element
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    inner: list[Scope] = field(default_factory=list)

    def scopes(self) -> Iterator[Scope]:
        """This scope and every one inside it."""
        yield self
        for scope in self.inner:
            yield from scope.scopes()

    @cached_property
    def outgoing(self) -> Mapping[str, list[Flow]]:
        """The flows that leave each node."""
        leaving: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows:
            leaving.setdefault(flow.source, []).append(flow)
        return leaving


@dataclass(frozen=True)
class Lane:
    """A lane of a process."""

    id: str
    name: str


@dataclass(eq=False)
class Process:
    """A process of a file: its scopes, lanes and whether it is meant to run."""

    id: str
    scope: Scope
    executable: bool
    lanes: Mapping[str, Lane]

    @cached_property
    def around(self) -> Mapping[str, tuple[Node, ...]]:
        """The subprocesses each node stands in, the outermost first."""
        found: dict[str, tuple[Node, ...]] = {}
        todo: list[tuple[Scope, tuple[Node, ...]]] = [(self.scope, ())]
        while todo:
            scope, outside = todo.pop()
            found.update(dict.fromkeys(scope.nodes, outside))
            todo += [(inner, (*outside, scope.nodes[inner.id])) for inner in scope.inner if inner.id in scope.nodes]
        return found

    def items(self, name: str) -> frozenset[str]:
        """The names under which an element sees the item of a repeated activity: its own and those it stands in."""
        return frozenset(self.lists(name))

    def lists(self, name: str) -> dict[str, str]:
        """Those names, each with the list of which it is an item (empty for what repeats a number of times)."""
        nodes = (*self.around.get(name, ()), self.nodes[name])
        return {node.item_name: node.list_name for node in nodes if node.item_name}

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node of the process and its subprocesses by id."""
        return {node.id: node for scope in self.scope.scopes() for node in scope.nodes.values()}


@dataclass(eq=False)
class Diagram:
    """A BPMN file."""

    root: etree._Element
    processes: list[Process]

    @cached_property
    def messages(self) -> Mapping[str, str]:
        """Message names by id."""
        return {m.get("id") or "": (m.get("name") or "").strip() for m in self.root.iterfind(BPMN + "message")}

    @cached_property
    def errors(self) -> Mapping[str, str]:
        """Error codes by id."""
        return {e.get("id") or "": (e.get("errorCode") or "").strip() for e in self.root.iterfind(BPMN + "error")}

    @cached_property
    def signals(self) -> Mapping[str, str]:
        """Signal names by id."""
        return {s.get("id") or "": (s.get("name") or "").strip() for s in self.root.iterfind(BPMN + "signal")}

    @cached_property
    def escalations(self) -> Mapping[str, str]:
        """Escalation codes by id."""
        found = self.root.iterfind(BPMN + "escalation")
        return {e.get("id") or "": (e.get("escalationCode") or "").strip() for e in found}

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The ids that have a shape or an edge in the drawing."""
        ids = {shape.get("bpmnElement") for shape in self.root.iter(DI + "BPMNShape", DI + "BPMNEdge")}
        return frozenset(ids - {None})  # type: ignore[arg-type]  # the None is taken out

    def process(self, key: str) -> Process | None:
        """The process with this id."""
        return next((process for process in self.processes if process.id == key), None)


def is_bpmn(node: etree._Element) -> bool:
    """Whether an element is of BPMN itself, no extension."""
    return str(node.tag).startswith(BPMN)
