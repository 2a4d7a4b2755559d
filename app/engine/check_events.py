"""Publish check: events, timers, messages and errors (engine.md section 1, V1-V7, E4, E5)."""

from __future__ import annotations

from app.domain.text import say
from app.engine.check_flows import is_in_the_flow
from app.engine.check_messages import check_doubles, check_message, check_names, check_unheard
from app.engine.check_timers import check_timer
from app.engine.diagram import Diagram, Node, Process, Scope
from app.engine.findings import Findings, Known
from app.engine.xml import BPMN, local_name

_ALLOWED = {
    "startEvent": frozenset[str](),
    "endEvent": frozenset({"terminate", "error", "escalation", "message", "signal"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal"}),
    "intermediateThrowEvent": frozenset({"escalation", "message", "signal"}),
    "boundaryEvent": frozenset({"timer", "message", "signal", "error", "escalation"}),
}
_START = say(
    "Een begin wacht op niets: een dossier begint door iemand, over iemand. Laat een ander proces dit oproepen, of een "
    "programma het starten over de API; wat op zijn tijd of na een bericht komt, staat na het begin."
)
_HOSTS = frozenset({"userTask", "receiveTask", "callActivity", "subProcess"})
_THROWING = frozenset({"callActivity", "subProcess"})
_THROWERS = ("endEvent", "intermediateThrowEvent")
_CODES = {
    "error": (
        say("Kies welke fout dit einde geeft, en geef ze een code."),
        say("Deze fout wordt nergens opgevangen."),
    ),
    "escalation": (
        say("Kies welke escalatie dit is, en geef ze een code."),
        say("Deze escalatie wordt nergens opgevangen."),
    ),
}


def check_events(found: Findings, known: Known, diagram: Diagram, process: Process) -> None:
    """Every event of a process."""
    for scope in process.scope.scopes():
        for node in scope.nodes.values():
            if scope.xml.get("triggeredByEvent") == "true" and node.kind == "startEvent":
                continue  # what starts by an event was refused as a whole
            if node.kind in _ALLOWED:
                _check_event(found, known, diagram, process, node)
            if node.kind == "boundaryEvent" and is_in_the_flow(node):
                _check_boundary(found, scope, node)
            elif node.kind == "eventBasedGateway":
                _check_event_gateway(found, scope, node)
            elif node.kind in ("receiveTask", "sendTask"):
                check_message(found, known, diagram, process, node, node.attribute("messageRef"))
        check_doubles(found, diagram, scope)
    check_names(found, diagram)
    _check_thrown(found, known, diagram, process)
    check_unheard(found, known, diagram, process)


def _check_event(found: Findings, known: Known, diagram: Diagram, process: Process, node: Node) -> None:
    if len(node.events) > 1:
        found.error(node.id, "event.several", say("Een gebeurtenis wacht op één ding. Hier staan er meer."))
        return
    if not node.events:
        if node.kind in ("intermediateCatchEvent", "boundaryEvent"):
            found.error(
                node.id, "event.no_definition", say("Deze gebeurtenis wacht op niets: kies een timer of een bericht.")
            )
        return
    event = node.events[0]
    kind = local_name(event).removesuffix("EventDefinition")
    if kind not in _ALLOWED[node.kind]:
        found.error(node.id, "event.unsupported", _START if node.kind == "startEvent" else say(
            "Dit soort gebeurtenis (%(kind)s) kan hier niet.", kind=kind))  # fmt: skip
    elif kind == "timer":
        check_timer(found, known, process, node, event)
    elif kind == "message":
        check_message(found, known, diagram, process, node, event.get("messageRef") or "")
    elif kind == "signal" and not diagram.signals.get(event.get("signalRef") or ""):
        found.error(node.id, "signal.unknown", say("Kies welk signaal dit is, en geef het een naam."))


def _check_boundary(found: Findings, scope: Scope, node: Node) -> None:
    host = scope.nodes.get(node.attribute("attachedToRef"))
    if host is None:
        found.error(node.id, "boundary.unattached", say("Deze gebeurtenis hangt aan een element dat hier niet is."))
        return
    if host.kind not in _HOSTS:
        text = say("Aan dit element kan geen gebeurtenis hangen: het is in één ogenblik voorbij.")
        found.error(node.id, "boundary.instant", text)
        return
    if _is(node, "error") or _is(node, "escalation"):
        if host.kind not in _THROWING:
            found.error(
                node.id, "error.never", say("Dit element kan geen fout geven: alleen een deelproces of oproep kan dat.")
            )
        if _is(node, "escalation") and host.repeats is not None and node.xml.get("cancelActivity") == "false":
            text = say("Dit vangt één escalatie. Een tweede, van een andere keer, zet het dossier stil.")
            found.warning(node.id, "escalation.once", text)
        if _is(node, "error") and node.xml.get("cancelActivity", "true") != "true":
            found.error(node.id, "error.not_interrupting", say("Een fout stopt altijd waar ze aan hangt."))


def _check_event_gateway(found: Findings, scope: Scope, node: Node) -> None:
    targets = [scope.nodes[flow.target] for flow in scope.outgoing[node.id] if flow.target in scope.nodes]
    if len(targets) < 2:
        found.error(
            node.id, "event_gateway.count", say("Deze poort heeft minstens twee gebeurtenissen om uit te kiezen.")
        )
    for target in targets:
        coming = sum(1 for flow in scope.flows if flow.target == target.id)
        if target.kind != "intermediateCatchEvent" or coming != 1:
            text = say("Na deze poort komt een gebeurtenis die alleen daar aankomt.")
            found.error(target.id, "event_gateway.target", text)
    timers = [target for target in targets if target.xml.find(BPMN + "timerEventDefinition") is not None]
    if len(timers) > 1:
        text = say("Na deze poort kan één timer staan: twee zouden dezelfde tijd krijgen.")
        found.error(node.id, "event_gateway.timers", text)
    if node.attribute("instantiate") == "true" or node.attribute("eventGatewayType") == "Parallel":
        found.error(node.id, "event_gateway.kind", say("Dit soort poort op gebeurtenissen kennen we niet."))


def _check_thrown(found: Findings, known: Known, diagram: Diagram, process: Process) -> None:
    """An error or escalation nobody catches would end nothing and say nothing (engine.md E5)."""
    for scope, around in _with_surroundings(process.scope, ()):
        for node in scope.nodes.values():
            kind = next((kind for kind in _CODES if node.kind in _THROWERS and _is(node, kind)), None)
            if kind is None:
                continue
            code = _code(diagram, node, kind)
            if not code:
                found.error(node.id, f"{kind}.unknown", _CODES[kind][0])
            elif not _is_caught(diagram, scope, around, kind, code) and known.may_start:
                found.error(node.id, f"{kind}.uncaught", _CODES[kind][1])


def _code(diagram: Diagram, node: Node, kind: str) -> str:
    codes = diagram.errors if kind == "error" else diagram.escalations
    return codes.get(node.events[0].get(f"{kind}Ref") or "", "")


def _with_surroundings(scope: Scope, around: tuple[Scope, ...]) -> list[tuple[Scope, tuple[Scope, ...]]]:
    pairs = [(scope, around)]
    for inner in scope.inner:
        pairs += _with_surroundings(inner, (*around, scope))
    return pairs


def _is_caught(diagram: Diagram, scope: Scope, around: tuple[Scope, ...], kind: str, code: str) -> bool:
    inner = scope
    for outer in reversed(around):
        if any(_catches(diagram, node, inner.id, kind, code) for node in outer.nodes.values()):
            return True
        inner = outer
    return False


def _catches(diagram: Diagram, node: Node, host: str, kind: str, code: str) -> bool:
    if node.kind != "boundaryEvent" or node.attribute("attachedToRef") != host or not _is(node, kind):
        return False
    return _code(diagram, node, kind) in ("", code)


def _is(node: Node, kind: str) -> bool:
    return any(local_name(event) == f"{kind}EventDefinition" for event in node.events)
