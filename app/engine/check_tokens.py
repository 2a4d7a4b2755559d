"""Publish check: play the tokens of a scope through, to find a join that can wait for ever (XOR into AND)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.text import say
from app.engine.check_flows import is_terminate
from app.engine.diagram import Node, Process, Scope
from app.engine.findings import Findings

MAX_STATES = 3_000

State = frozenset[str]


def check_tokens(found: Findings, process: Process) -> None:
    """Every scope without inclusive gateways is played through, up to a bound; beyond it nothing is claimed."""
    for scope in process.scope.scopes():
        joins = [n for n in scope.nodes.values() if n.kind == "parallelGateway" and len(_into(scope, n.id)) > 1]
        if joins and not any(node.kind == "inclusiveGateway" for node in scope.nodes.values()):
            for join in sorted(_stuck(scope)):
                text = say(
                    "Deze poort kan blijven wachten op een tak die niet komt. Sluit een keuze met een keuzepoort."
                )
                found.error(join, "gateway.deadlock", text)


def _stuck(scope: Scope) -> set[str]:
    """The joins at which some state stands still with tokens left."""
    start = next(node for node in scope.nodes.values() if node.kind == "startEvent")
    first = frozenset(flow.id for flow in scope.outgoing[start.id])
    seen, todo, stuck = {first}, [first], set()
    while todo and len(seen) <= MAX_STATES:
        state = todo.pop()
        following = list(_following(scope, state))
        if state and not following:
            targets = {flow.target for flow in scope.flows if flow.id in state}
            stuck |= {name for name in targets if scope.nodes[name].kind == "parallelGateway"}
        for after in following:
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return stuck


def _following(scope: Scope, state: State) -> Iterator[State]:
    for node in scope.nodes.values():
        coming = _into(scope, node.id)
        if node.kind == "parallelGateway":
            if coming and all(flow in state for flow in coming):
                yield state - set(coming) | set(_out_of(scope, node.id))
            continue
        for flow in coming:
            if flow in state:
                for produced in _produced(scope, node):
                    yield frozenset() if produced is None else state - {flow} | produced


def _produced(scope: Scope, node: Node) -> Iterator[State | None]:
    """The tokens a node may hand on, one choice at a time; None when it ends the whole scope."""
    leaving = _out_of(scope, node.id)
    if node.kind in ("exclusiveGateway", "eventBasedGateway"):
        yield from (frozenset({flow}) for flow in leaving)
        return
    if is_terminate(node):
        yield None
        return
    normal = frozenset(leaving)
    yield normal
    for event in scope.nodes.values():
        if event.kind == "boundaryEvent" and event.attribute("attachedToRef") == node.id:
            extra = frozenset(_out_of(scope, event.id))
            yield extra if event.xml.get("cancelActivity", "true") == "true" else normal | extra


def _into(scope: Scope, node: str) -> list[str]:
    return [flow.id for flow in scope.flows if flow.target == node]


def _out_of(scope: Scope, node: str) -> list[str]:
    return [flow.id for flow in scope.outgoing.get(node, ())]
