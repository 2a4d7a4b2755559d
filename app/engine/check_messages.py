"""Publish check: what is waited for by name: messages, signals, errors and escalations."""

from __future__ import annotations

from app.domain.text import say
from app.engine.diagram import Diagram, Node, Process, Scope
from app.engine.findings import Findings, Known, check_expression
from app.engine.xml import children_of, local_name

# The business keys a message may have without a formula: the subject of the case, its organisation, the case itself.
KEYS = frozenset({"person", "organisation", "case"})

MAX_NAME = 200  # what a column of the database holds


def check_message(
    found: Findings, known: Known, diagram: Diagram, process: Process, node: Node, reference: str
) -> None:
    """A message has a name, and a business key the services can find its case by."""
    if not diagram.messages.get(reference):
        found.error(node.id, "message.unknown", say("Kies welk bericht dit is, en geef het een naam."))
    key = node.properties.get("key", "")
    if key.startswith("="):
        check_expression(found, known, node.id, key[1:], process.items(node.id))
    elif key and key not in KEYS:
        text = say("De sleutel van een bericht is person, organisation, case of een formule die met = begint.")
        found.error(node.id, "message.key", text)


def check_names(found: Findings, diagram: Diagram) -> None:
    """What others wait for has an id, and a name that stands: a formula there would be heard by nobody."""
    for kind in ("message", "signal", "error", "escalation"):
        for nameless in children_of(diagram.root, kind):
            if not nameless.get("id"):
                text = say("Een bericht, signaal, fout of escalatie heeft geen naam (id).")
                found.error(nameless.get("name") or "", "id.missing", text)
    for names in (diagram.messages, diagram.signals, diagram.errors, diagram.escalations):
        for element, name in names.items():
            if "${" in name or "#{" in name or name.startswith("="):
                found.error(
                    element, "name.computed", say("Een naam of code wordt hier niet uitgerekend. Schrijf hem voluit.")
                )
            if len(name) > MAX_NAME:
                text = say("Deze naam is te lang: hoogstens %(most)s tekens.", most=MAX_NAME)
                found.error(element, "name.too_long", text)


def check_doubles(found: Findings, diagram: Diagram, scope: Scope) -> None:
    """Two events at one element that wait for the same: only one of them would ever be chosen."""
    seen: set[tuple[str, str, str]] = set()
    for node in scope.nodes.values():
        if (
            node.kind != "boundaryEvent"
            or len(node.events) != 1
            or local_name(node.events[0]) == "timerEventDefinition"
        ):
            continue
        kind = local_name(node.events[0]).removesuffix("EventDefinition")
        known = {"message": diagram.messages, "signal": diagram.signals, "error": diagram.errors}
        reference = node.events[0].get(f"{kind}Ref") or ""
        waits = (node.attribute("attachedToRef"), kind, known.get(kind, diagram.escalations).get(reference, ""))
        if waits in seen:
            text = say("Aan dit element hangt al een gebeurtenis die op hetzelfde wacht.")
            found.error(node.id, "boundary.double", text)
        seen.add(waits)


def check_unheard(found: Findings, known: Known, diagram: Diagram, process: Process) -> None:
    """A message people may send, that this process never waits for. What it calls may wait for it."""
    if any(node.kind == "callActivity" for node in process.nodes.values()):
        return
    waiting = [
        node for node in process.nodes.values() if node.kind not in ("sendTask", "intermediateThrowEvent", "endEvent")
    ]
    references = [event.get("messageRef") or "" for node in waiting for event in (node.xml, *node.events)]
    for name in sorted(known.messages - {diagram.messages.get(reference, "") for reference in references}):
        text = say("Op het bericht «%(name)s» uit process.toml wacht geen enkel element.", name=name)
        found.warning(process.id, "message.unheard", text)
