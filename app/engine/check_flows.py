"""Publish check: sequence flows, gateways and loops (engine.md J1-J3, E3 and the list under section 4)."""

from __future__ import annotations

from app.domain.text import say
from app.engine.diagram import Flow, Node, Process, Scope
from app.engine.findings import Findings, Known, check_expression
from app.engine.graph import loops, reachable, reverse

_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
_WAITING = ("userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway")


def check_flows(found: Findings, known: Known, process: Process) -> bool:
    """The flows of every scope of a process. True when they hang together, so that tokens can be played through."""
    all_sound = True
    for scope in process.scope.scopes():
        sound = _check_ends(found, scope)
        all_sound = all_sound and sound
        for node in scope.nodes.values():
            if is_in_the_flow(node):
                _check_number(found, scope, node)
            _check_conditions(found, known, process, scope, node)
        if sound:
            _check_paths(found, scope, process)
    return all_sound


def is_in_the_flow(node: Node) -> bool:
    """Is it on a path? What starts by an event, or puts right, stands beside it, and is refused for what it is."""
    beside = node.attribute("triggeredByEvent") == "true" or node.attribute("isForCompensation") == "true"
    return not beside and not any(event.tag.endswith("}compensateEventDefinition") for event in node.events)


def edges_of(scope: Scope) -> dict[str, list[str]]:
    """Where each node leads to, boundary events counted as a way out of what they are attached to."""
    edges = {node: [flow.target for flow in scope.outgoing.get(node, ())] for node in scope.nodes}
    for node in scope.nodes.values():
        if node.kind == "boundaryEvent" and node.attribute("attachedToRef") in edges:
            edges[node.attribute("attachedToRef")].append(node.id)
    return edges


def _check_ends(found: Findings, scope: Scope) -> bool:
    sound = True
    for flow in scope.flows:
        if flow.source not in scope.nodes or flow.target not in scope.nodes:
            text = say("Deze pijl vertrekt of komt aan bij een element dat hier niet is.")
            found.error(flow.id, "flow.broken", text)
            sound = False
    starts = [node for node in scope.nodes.values() if node.kind == "startEvent"]
    if len(starts) != 1:
        found.error(scope.id, "start.count", say("Een proces of deelproces heeft precies één begin."))
        sound = False
    if not any(node.kind == "endEvent" for node in scope.nodes.values()):
        found.error(scope.id, "end.missing", say("Een proces of deelproces heeft minstens één einde."))
        sound = False
    return sound


def _check_number(found: Findings, scope: Scope, node: Node) -> None:
    leaving = len(scope.outgoing.get(node.id, ()))
    coming = sum(1 for flow in scope.flows if flow.target == node.id)
    gateway = node.kind.endswith("Gateway")
    if node.kind == "endEvent":
        if leaving:
            found.error(node.id, "flow.after_end", say("Na een einde kan niets meer komen."))
    elif not leaving:
        found.error(node.id, "flow.no_outgoing", say("Hier vertrekt geen pijl: het proces blijft hier steken."))
    elif leaving > 1 and not gateway:
        text = say("Hier vertrekken meer pijlen. Gebruik een poort om te kiezen of te splitsen.")
        found.error(node.id, "flow.several_outgoing", text)
    if node.kind in ("startEvent", "boundaryEvent"):
        if coming:
            found.error(node.id, "flow.into_start", say("Hier kan geen pijl aankomen."))
    elif not coming:
        found.error(node.id, "flow.no_incoming", say("Hier komt geen pijl aan: dit element wordt nooit bereikt."))
    if gateway and leaving == 1 and coming == 1:
        found.warning(node.id, "gateway.useless", say("Deze poort heeft één ingang en één uitgang en doet niets."))


def _check_conditions(found: Findings, known: Known, process: Process, scope: Scope, node: Node) -> None:
    flows = scope.outgoing.get(node.id, [])
    default = node.attribute("default")
    if node.kind in _CHOOSING and len(flows) > 1:
        if not default:
            text = say("Deze poort heeft geen standaardpijl. Zonder die blijft het proces steken als niets past.")
            found.error(node.id, "gateway.no_default", text)
        elif default not in {flow.id for flow in flows}:
            found.error(node.id, "gateway.bad_default", say("De standaardpijl vertrekt niet uit deze poort."))
        for flow in flows:
            _check_condition(found, known, flow, default, process.items(node.id))
    else:
        if default and node.kind not in _CHOOSING:
            found.error(node.id, "gateway.bad_default", say("Alleen een poort die kiest, heeft een standaardpijl."))
        for flow in flows:
            if flow.condition is not None:
                text = say("Met de voorwaarde op deze pijl wordt niets gedaan. Zet ze op een pijl uit een poort.")
                found.error(flow.id, "flow.condition_ignored", text)


def _check_condition(found: Findings, known: Known, flow: Flow, default: str, items: frozenset[str]) -> None:
    if default and flow.id == default:
        if flow.condition is not None:
            found.warning(
                flow.id, "flow.default_condition", say("De voorwaarde op de standaardpijl heeft geen gevolg.")
            )
    elif not flow.condition:
        found.error(flow.id, "flow.no_condition", say("Deze pijl heeft geen voorwaarde en is niet de standaardpijl."))
    else:
        check_expression(found, known, flow.id, flow.condition, items)


def _check_paths(found: Findings, scope: Scope, process: Process) -> None:
    edges = edges_of(scope)
    start = next(node.id for node in scope.nodes.values() if node.kind == "startEvent")
    reached = reachable(edges, [start])
    for node in scope.nodes:
        if (
            node not in reached
            and is_in_the_flow(scope.nodes[node])
            and any(flow.target == node for flow in scope.flows)
        ):
            found.error(node, "flow.unreachable", say("Vanuit het begin is dit element niet te bereiken."))
    if not _is_closed_from_outside(scope, process, reached):
        # An element without a way out was named already; what leads to it has an end of a kind.
        ends = [node.id for node in scope.nodes.values() if node.kind == "endEvent" or not edges[node.id]]
        ending = reachable(reverse(edges), ends)
        for node in scope.nodes:
            if node not in ending:
                found.error(node, "flow.endless", say("Vanaf hier is geen einde te bereiken."))
    for loop in loops(edges):
        _check_loop(found, scope, loop)
    _check_rounds(found, scope, edges)


def _is_closed_from_outside(scope: Scope, process: Process, reached: set[str]) -> bool:
    """A branch may go round for ever where another one ends the scope, or where the scope itself can be left."""
    if any(is_terminate(node) for node in scope.nodes.values() if node.id in reached):
        return True
    return any(
        node.kind == "boundaryEvent"
        and node.attribute("attachedToRef") == scope.id
        and node.xml.get("cancelActivity", "true") == "true"
        for node in process.nodes.values()
    )


def is_terminate(node: Node) -> bool:
    """Does this event end its whole scope?"""
    return any(event.tag.endswith("}terminateEventDefinition") for event in node.events)


def _check_loop(found: Findings, scope: Scope, loop: set[str]) -> None:
    for name in sorted(loop):
        if scope.nodes[name].kind in ("parallelGateway", "inclusiveGateway"):
            text = say("Deze poort ligt op een lus. Zet wat herhaald wordt in een eigen proces en roep het op.")
            found.error(name, "loop.join", text)


def _check_rounds(found: Findings, scope: Scope, edges: dict[str, list[str]]) -> None:
    """A round that never comes past anything that waits would go on until the engine stops it."""
    instant = {name for name in scope.nodes if not _waits(scope, name)}
    without = {name: [target for target in edges[name] if target in instant] for name in instant}
    for loop in loops(without):
        text = say("Deze lus wacht op niemand en op niets: het proces zou eeuwig rondgaan.")
        found.error(min(loop), "loop.no_wait", text)


def _waits(scope: Scope, name: str) -> bool:
    """Does a token always stay here for a while? A subprocess does when no way through it is without a wait."""
    kind = scope.nodes[name].kind
    if kind != "subProcess":
        return kind in _WAITING or kind == "callActivity"
    inner = next((inner for inner in scope.inner if inner.id == name), None)
    if inner is None:
        return True
    edges = edges_of(inner)
    instant = {node for node in inner.nodes if not _waits(inner, node)}
    starts = [node for node in instant if inner.nodes[node].kind == "startEvent"]
    through = reachable({node: [each for each in edges[node] if each in instant] for node in instant}, starts)
    return not any(inner.nodes[node].kind == "endEvent" for node in through)
