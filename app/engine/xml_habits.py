"""What drawing tools write their own way without saying anything by it: defaults, numbers, the order of a drawing.

bpmn-js leaves out attributes that have the value they have anyhow, writes 30 for 30.0, and orders shapes
by what lies on top. None of this is a change that somebody made.
"""

from __future__ import annotations

from lxml import etree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_PLANE = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane"
_DRAWING = ("http://www.omg.org/spec/DD/", "http://www.omg.org/spec/BPMN/20100524/DI")
# BPMN 2.0, the attributes with a default in the schema of the standard.
_DEFAULTS = {
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "triggeredByEvent": "false",
    "isInterrupting": "true",
    "cancelActivity": "true",
    "parallelMultiple": "false",
    "gatewayDirection": "Unspecified",
    "isCollection": "false",
    "isSequential": "false",
    "testBefore": "false",
    "instantiate": "false",
    "textFormat": "text/plain",
    "isClosed": "false",
    "processType": "None",
    "associationDirection": "None",
    "eventGatewayType": "Exclusive",
    "behavior": "All",
    "isUnlimited": "false",
    "isImmediate": "true",
    "itemKind": "Information",
    "expressionLanguage": "http://www.w3.org/1999/XPath",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
}


def without_habits(root: etree._Element) -> etree._Element:
    """The same document without what only tells which tool wrote it; changes `root` and gives it back."""
    for node in root.iter(etree.Element):
        space = etree.QName(node).namespace or ""
        if node.tag.startswith(_BPMN):
            _drop_defaults(node)
        elif space.startswith(_DRAWING):
            _plain_numbers(node)
    for plane in root.iter(_PLANE):
        plane[:] = sorted(plane, key=lambda shape: shape.get("id") or shape.get("bpmnElement") or "")
    return root


def _drop_defaults(node: etree._Element) -> None:
    for name, value in _DEFAULTS.items():
        if node.get(name) == value:
            del node.attrib[name]


def _plain_numbers(node: etree._Element) -> None:
    for name, value in node.attrib.items():
        try:
            node.set(name, f"{float(value):g}")
        except ValueError:
            continue
