"""Publish check: elements and attributes that SpiffWorkflow runs wrong or drops in silence, or that could run code."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from app.domain.text import Text, say
from app.engine.diagram import FLOW_NODES, UNSUPPORTED, Diagram, Process, Scope
from app.engine.findings import Findings
from app.engine.xml import BPMN, CAMUNDA, DI, local_name

MAX_NODES = 300
MAX_FLOWS = 1_000
MAX_ID = 120  # what a column of the database holds

# Drawn beside the flow, without meaning for the engine.
_BESIDE = frozenset(
    {
        "sequenceFlow", "laneSet", "documentation", "extensionElements", "textAnnotation", "association", "group",
        "incoming", "outgoing", "auditing", "monitoring", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "ioSpecification", "dataInputAssociation", "dataOutputAssociation",
    }
)  # fmt: skip
_DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "property"})
_DATA_LINKS = ("ioSpecification", "dataInputAssociation", "dataOutputAssociation")
_WOULD_RUN = frozenset({"executionListener", "taskListener", "connector", "inputOutput", "script"})
_OTHER_SYSTEM = ("http://camunda.org/schema/zeebe/1.0", "http://spiffworkflow.org/bpmn/schema/1.0/core")
CODE_ATTRIBUTES = (
    "class",
    "expression",
    "delegateExpression",
    "resource",
    "variableMappingClass",
    "variableMappingDelegateExpression",
)
# The settings of the drawing tool that are read, by element; and those that are of no matter here.
_READ = {
    "userTask": frozenset({"candidateGroups", "dueDate", "priority", "formKey"}),
    "serviceTask": frozenset({"type", "topic"}),
    "businessRuleTask": frozenset({"decisionRef", "resultVariable", "mapDecisionResult"}),
    "multiInstanceLoopCharacteristics": frozenset({"collection", "elementVariable"}),
}
_NO_MATTER = frozenset(
    {
        "asyncBefore", "asyncAfter", "async", "exclusive", "jobPriority", "taskPriority", "modelerTemplate",
        "modelerTemplateVersion", "modelerTemplateIcon", "historyTimeToLive", "isStartableInTasklist", "versionTag",
    }
)  # fmt: skip

_STYLE = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = re.compile(
    r"Root|Start|End|StartEventSplit|StartEventJoin|.*\.(EndJoin|BoundaryEventSplit|BoundaryEventJoin)|.*\[child\]"
)

_HINTS: dict[str, Text] = {
    "scriptTask": say("Scripts voeren we niet uit. Gebruik een servicetaak met een operatie."),
    "task": say("Een taak zonder soort doet niets. Kies een gebruikerstaak of een servicetaak."),
    "manualTask": say("Een handmatige taak wacht op niemand. Gebruik een gebruikerstaak."),
    "transaction": say("Een transactie kennen we niet. Gebruik een gewoon deelproces."),
    "adHocSubProcess": say("Een ad-hocdeelproces kennen we niet. Teken de volgorde uit."),
}


def check_elements(found: Findings, diagram: Diagram, process: Process) -> None:
    """Everything drawn in a process must be something the engine runs as drawn."""
    for scope in process.scope.scopes():
        for child in scope.xml:
            _check_child(found, child)
        _check_subprocess(found, scope)
    _check_ignored(found, process.scope.xml, process.id)
    for node in process.nodes.values():
        _check_id(found, node.id)
        _check_attributes(found, node.xml, node.id)
        for part in (node.xml, *node.events, *([node.repeats] if node.repeats is not None else [])):
            _check_ignored(found, part, node.id)
            _check_extensions(found, part, node.id)
    _check_style(found, process)


def check_size(found: Findings, process: Process) -> bool:
    """Is it small enough to look at? SpiffWorkflow's parser goes some calls deeper per element (engine.md L2)."""
    flows = sum(len(scope.flows) for scope in process.scope.scopes())
    if len(process.nodes) <= MAX_NODES and flows <= MAX_FLOWS:
        return True
    text = say("Dit proces is te groot: hoogstens %(most)s elementen. Splits het in processen.", most=MAX_NODES)
    found.error(process.id, "size.nodes", text)
    return False


def check_ids(found: Findings, diagram: Diagram) -> None:
    """Ids are unique in a file: the engine keeps only one of two elements with the same id, an editor of two shapes."""
    ids = Counter(node.get("id") for node in diagram.root.iter(BPMN + "*") if node.get("id"))
    for name, count in ids.items():
        if count > 1:
            found.error(str(name), "id.duplicate", say("Deze naam (id) komt meer dan één keer voor."))
    drawn = set(ids)
    for shape in diagram.root.iter(DI + "*"):
        name = shape.get("id")
        if name and name in drawn:
            text = say("De vorm hiervan in de tekening heeft een naam (id) die al bestaat. Wie bewaart, verliest ze.")
            found.warning(shape.get("bpmnElement") or name, "id.duplicate_shape", text)
        drawn.add(name)


def _check_child(found: Findings, child: etree._Element) -> None:
    kind, name = local_name(child), child.get("id") or ""
    if not str(child.tag).startswith(BPMN):
        text = say("Dit deel (%(kind)s) is geen BPMN en zou overgeslagen worden.", kind=kind)
        found.error(name, "element.foreign", text)
        return
    if kind in UNSUPPORTED:
        hint = _HINTS.get(kind, say("Dit soort element (%(kind)s) kennen we niet.", kind=kind))
        found.error(name, "element.unsupported", hint)
    elif kind in _DATA:
        text = say("Gegevens tekenen we niet: zet ze in process.toml onder [variables].")
        found.error(name, "data.unsupported", text)
    elif kind not in FLOW_NODES and kind not in _BESIDE and not kind.endswith("EventDefinition"):
        text = say("Dit soort element (%(kind)s) kennen we niet.", kind=kind)
        found.error(name, "element.unsupported", text)


def _check_subprocess(found: Findings, scope: Scope) -> None:
    if scope.xml.get("triggeredByEvent") == "true":
        text = say("Een deelproces kan niet door een gebeurtenis starten. Hang ze aan de rand van een deelproces.")
        found.error(scope.id, "element.event_subprocess", text)


def _check_id(found: Findings, name: str) -> None:
    if not name:
        found.error("", "id.missing", say("Een element heeft geen naam (id)."))
    elif len(name) > MAX_ID:
        text = say("Deze naam (id) is te lang: hoogstens %(most)s tekens.", most=MAX_ID)
        found.error(name[:MAX_ID], "id.too_long", text)
    elif _RESERVED.fullmatch(name):
        found.error(name, "id.reserved", say("Deze naam (id) gebruikt de motor zelf. Kies een andere."))


def _check_style(found: Findings, process: Process) -> None:
    """Forms, tests and moves to a next version name tasks by their id. Said once: drawing tools make up many."""
    unreadable = [node.id for node in process.nodes.values() if node.id and not _STYLE.fullmatch(node.id)]
    if unreadable:
        text = say(
            "Nog geen leesbare naam in programma’s (id): %(count)s, zoals %(name)s. Kies kleine letters, cijfers en _.",
            count=len(unreadable),
            name=unreadable[0],
        )
        found.warning(unreadable[0], "id.style", text)


def _check_attributes(found: Findings, xml: etree._Element, name: str) -> None:
    if xml.get("isForCompensation") == "true":
        found.error(name, "element.compensation", say("Compensatie kennen we niet."))
    if any(xml.get(CAMUNDA + attribute) for attribute in CODE_ATTRIBUTES):
        text = say("Code in een diagram voeren we niet uit. Noem een operatie in camunda:topic.")
        found.error(name, "extension.code", text)
    if any((xml.get(amount) or "1").strip() != "1" for amount in ("startQuantity", "completionQuantity")):
        text = say("Een aantal penningen (startQuantity, completionQuantity) kennen we niet.")
        found.error(name, "element.quantity", text)
    if xml.find(BPMN + "eventDefinitionRef") is not None:
        text = say("Zet de gebeurtenis in het element zelf: een verwijzing ernaar volgen we niet.")
        found.error(name, "event.reference", text)
    for link in _DATA_LINKS:
        if xml.find(BPMN + link) is not None:
            found.error(name, "data.unsupported", say("Gegevens verbinden met een element kan niet."))
            break


def _check_ignored(found: Findings, xml: etree._Element, name: str) -> None:
    """Settings that would be passed over in silence are named."""
    known = _READ.get(local_name(xml), frozenset()) | _NO_MATTER | frozenset(CODE_ATTRIBUTES)
    for attribute in xml.attrib:
        kind = str(attribute).removeprefix(CAMUNDA)
        if kind != attribute and kind not in known:
            text = say("Deze instelling (%(kind)s) heeft hier geen gevolg.", kind=kind)
            found.warning(name, "extension.ignored", text)


def _check_extensions(found: Findings, xml: etree._Element, name: str) -> None:
    extensions = xml.find(BPMN + "extensionElements")
    for extension in extensions if extensions is not None else ():
        _check_extension(found, extension, name)


def _check_extension(found: Findings, extension: etree._Element, name: str) -> None:
    kind = etree.QName(extension)
    if kind.namespace in _OTHER_SYSTEM:
        text = say(
            "Deze instelling (%(kind)s) hoort bij een ander systeem en heeft hier geen gevolg.", kind=kind.localname
        )
        found.warning(name, "extension.other_system", text)
    elif kind.localname in _WOULD_RUN:
        text = say("Deze instelling (%(kind)s) voeren we niet uit.", kind=kind.localname)
        found.error(name, "extension.code", text)
    elif kind.namespace == CAMUNDA[1:-1] and kind.localname != "properties":
        text = say("Deze instelling (%(kind)s) heeft hier geen gevolg.", kind=kind.localname)
        found.warning(name, "extension.ignored", text)
