"""A diagram read from its XML. Never fails: what does not belong is left for the check to name."""

from __future__ import annotations

from lxml import etree

from app.engine.diagram import FLOW_NODES, Diagram, Flow, Lane, Node, Process, Scope, is_bpmn
from app.engine.xml import BPMN, local_name, text_of


def read_diagram(root: etree._Element) -> Diagram:
    """What a parsed file draws. Never fails: what does not belong is left for the check to name."""
    return Diagram(root, [_read_process(node) for node in root.iterfind(BPMN + "process")])


def _read_process(xml: etree._Element) -> Process:
    lanes = {}
    for lane in xml.iter(BPMN + "lane"):
        for reference in lane.iterfind(BPMN + "flowNodeRef"):
            lanes[text_of(reference)] = Lane(lane.get("id") or "", (lane.get("name") or "").strip())
    return Process(xml.get("id") or "", _read_scope(xml), xml.get("isExecutable", "true") == "true", lanes)


def _read_scope(xml: etree._Element) -> Scope:
    scope = Scope(xml.get("id") or "", xml)
    for child in xml:
        if not is_bpmn(child):
            continue
        kind = local_name(child)
        if kind == "sequenceFlow":
            scope.flows.append(_read_flow(child))
        elif kind in FLOW_NODES:
            node = Node(child.get("id") or "", kind, child)
            scope.nodes.setdefault(node.id, node)
            if kind in ("subProcess", "transaction", "adHocSubProcess"):
                scope.inner.append(_read_scope(child))
    return scope


def _read_flow(xml: etree._Element) -> Flow:
    condition = xml.find(BPMN + "conditionExpression")
    source, target = xml.get("sourceRef") or "", xml.get("targetRef") or ""
    # BPMN lets a flow go without an id; here each has one, so that two of them are never taken for the same.
    name = xml.get("id") or f"{source} → {target} ({xml.sourceline})"
    return Flow(name, source, target, text_of(condition) if condition is not None else None)
