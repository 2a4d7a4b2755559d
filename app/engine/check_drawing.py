"""Publish check: what the drawing does not show, and pools and messages between them, which have no meaning here."""

from __future__ import annotations

import math

from lxml import etree

from app.domain.text import say
from app.engine.diagram import Diagram, Process
from app.engine.findings import Findings
from app.engine.xml import BPMN

# What has a place in a drawing, and how it says which.
_MEASURES = {
    "{http://www.omg.org/spec/DD/20100524/DC}Bounds": ("x", "y", "width", "height"),
    "{http://www.omg.org/spec/DD/20100524/DI}waypoint": ("x", "y"),
}


def check_drawing(found: Findings, diagram: Diagram, process: Process) -> None:
    """Every element has a place in the drawing; otherwise people see another process than the one that runs."""
    missing = [node for node in process.nodes if node not in diagram.drawn]
    missing += [flow.id for scope in process.scope.scopes() for flow in scope.flows if flow.id not in diagram.drawn]
    if missing and not diagram.drawn:
        found.warning(process.id, "drawing.none", say("Dit bestand heeft geen tekening: niemand kan het diagram zien."))
        return
    for name in missing:
        found.warning(name, "drawing.missing", say("Dit element staat niet in de tekening."))


def check_places(found: Findings, diagram: Diagram) -> None:
    """Places and sizes are numbers: SpiffWorkflow reads them, and nothing else could be drawn."""
    parts = diagram.root.iter(*_MEASURES)
    wrong = [part for part in parts if not all(_is_number(part.get(name)) for name in _MEASURES[str(part.tag)])]
    for name in dict.fromkeys(_drawn(part) for part in wrong):
        found.error(name, "drawing.place", say("De plaats hiervan in de tekening is geen getal. Teken het opnieuw."))


def _drawn(part: etree._Element) -> str:
    """The element whose place this is."""
    return next((name for above in part.iterancestors() if (name := above.get("bpmnElement"))), "")


def _is_number(text: str | None) -> bool:
    try:
        return math.isfinite(float(text or ""))
    except ValueError:
        return False


def check_pools(found: Findings, diagram: Diagram) -> None:
    """One process per file, without conversations between pools."""
    for flow in diagram.root.iter(BPMN + "messageFlow"):
        text = say("Een berichtenstroom tussen twee deelnemers heeft hier geen gevolg.")
        found.warning(flow.get("id") or "", "pool.message_flow", text)
