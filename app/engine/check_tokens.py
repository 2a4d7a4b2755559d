"""Publish check: play the tokens of a scope through, to find a join that can wait for ever (XOR into AND)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.text import say
from app.engine.check_flows import is_terminate
from app.engine.diagram import Node, Process, Scope
from app.engine.findings import Findings

MAX_STATES = 3_000

# The flows that carry a token.
State = frozenset[str]


def check_tokens(found: Findings, process: Process) -> None:
    """Every scope without inclusive gateways is played through, up to a bound; beyond it nothing is claimed."""
    for scope in process.scope.scopes():
        coming = _coming(scope)
        joins = any(node.kind == "parallelGateway" and len(coming[node.id]) > 1 for node in scope.nodes.values())
        if joins and not any(node.kind == "inclusiveGateway" for node in scope.nodes.values()):
            for join in sorted(stuck_joins(scope, _beginning(scope))):
                text = say(
                    "Deze poort kan blijven wachten op een tak die niet komt. Sluit een keuze met een keuzepoort."
                )
                found.error(join, "gateway.deadlock", text)


@dataclass(frozen=True)
class _Move:
    """A way a node can hand its tokens on: it takes `taken` and leaves `left`; `ends` clears the whole scope."""

    taken: State
    left: State
    ends: bool = False


def _coming(scope: Scope) -> dict[str, list[str]]:
    coming: dict[str, list[str]] = {node: [] for node in scope.nodes}
    for flow in scope.flows:
        coming[flow.target].append(flow.id)
    return coming


def _beginning(scope: Scope) -> State:
    starts = [node for node in scope.nodes.values() if node.kind == "startEvent"]
    return frozenset(flow.id for node in starts for flow in scope.outgoing[node.id])


def stuck_joins(scope: Scope, first: State) -> set[str]:
    """The joins at which some state stands still with tokens left, when play begins at `first`."""
    coming = _coming(scope)
    moves = [move for node in scope.nodes.values() for move in _moves(scope, node, coming[node.id])]
    target = {flow.id: flow.target for flow in scope.flows}
    seen, todo = {first}, [first]
    stuck: set[str] = set()
    while todo and len(seen) <= MAX_STATES:
        state = todo.pop()
        following = [_after(state, move) for move in moves if move.taken <= state]
        if state and not following:
            stuck |= {target[flow] for flow in state if scope.nodes[target[flow]].kind == "parallelGateway"}
        for after in following:
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return stuck


def _after(state: State, move: _Move) -> State:
    return frozenset() if move.ends else state - move.taken | move.left


def _moves(scope: Scope, node: Node, coming: list[str]) -> Iterator[_Move]:
    leaving = frozenset(flow.id for flow in scope.outgoing[node.id])
    if node.kind == "parallelGateway":
        yield _Move(frozenset(coming), leaving)
        return
    for flow in coming:
        taken = frozenset({flow})
        if node.kind in ("exclusiveGateway", "eventBasedGateway"):
            yield from (_Move(taken, frozenset({choice})) for choice in leaving)
        elif is_terminate(node):
            yield _Move(taken, frozenset(), ends=True)
        else:
            yield _Move(taken, leaving)
            yield from _interruptions(scope, node, taken, leaving)


def _interruptions(scope: Scope, node: Node, taken: State, leaving: State) -> Iterator[_Move]:
    for event in scope.nodes.values():
        if event.kind == "boundaryEvent" and event.attribute("attachedToRef") == node.id:
            extra = frozenset(flow.id for flow in scope.outgoing[event.id])
            interrupts = event.xml.get("cancelActivity", "true") == "true"
            yield _Move(taken, extra if interrupts else leaving | extra)
