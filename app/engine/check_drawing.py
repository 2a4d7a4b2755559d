"""Publish check: what the drawing does not show, and pools and messages between them, which have no meaning here."""

from __future__ import annotations

from app.domain.text import say
from app.engine.diagram import Diagram, Process
from app.engine.findings import Findings
from app.engine.xml import BPMN


def check_drawing(found: Findings, diagram: Diagram, process: Process) -> None:
    """Every element has a place in the drawing; otherwise people see another process than the one that runs."""
    missing = [node for node in process.nodes if node not in diagram.drawn]
    missing += [flow.id for scope in process.scope.scopes() for flow in scope.flows if flow.id not in diagram.drawn]
    if missing and not diagram.drawn:
        found.warning(process.id, "drawing.none", say("Dit bestand heeft geen tekening: niemand kan het diagram zien."))
        return
    for name in missing:
        found.warning(name, "drawing.missing", say("Dit element staat niet in de tekening."))


def check_pools(found: Findings, diagram: Diagram) -> None:
    """One process per file, without conversations between pools."""
    for flow in diagram.root.iter(BPMN + "messageFlow"):
        text = say("Een berichtenstroom tussen twee deelnemers heeft hier geen gevolg.")
        found.warning(flow.get("id") or "", "pool.message_flow", text)
