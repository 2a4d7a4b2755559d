"""Publish check: play the tokens of a scope through, to find a join that can wait for ever (XOR into AND)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from app.domain.text import say
from app.engine.check_flows import edges_of, is_in_the_flow, is_terminate
from app.engine.diagram import Node, Process, Scope
from app.engine.findings import Findings
from app.engine.graph import reachable, reverse

MAX_STATES = 3_000
MAX_CHOICES = 4

# The flows that carry a token.
State = frozenset[str]


def check_tokens(found: Findings, process: Process) -> None:
    """Every scope with a join is played through, up to a bound; beyond it nothing is claimed."""
    for scope in process.scope.scopes():
        coming = _coming(scope)
        if any(node.kind == "parallelGateway" and len(coming[node.id]) > 1 for node in scope.nodes.values()):
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
    game = _Game(scope)
    seen, todo = {first}, [first]
    stuck: set[str] = set()
    while todo and len(seen) <= MAX_STATES:
        state = todo.pop()
        moves = game.moves(state)
        if not moves:
            stuck |= {game.target[flow] for flow in state if game.waits_for_all(flow)}
        for move in moves:
            after = _after(state, move)
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return stuck


class _Game:
    """The moves of a scope, by the flow whose token they take."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.coming = scope, _coming(scope)
        self.target = {flow.id: flow.target for flow in scope.flows}
        self.by_flow: dict[str, list[_Move]] = {flow.id: [] for flow in scope.flows}
        for node in scope.nodes.values():
            for move in _moves(scope, node, self.coming[node.id]):
                for flow in move.taken:
                    self.by_flow[flow].append(move)
        self.inclusive = [node for node in scope.nodes.values() if node.kind == "inclusiveGateway"]
        self.before = {node.id: _flows_before(scope, node.id) for node in self.inclusive}

    def waits_for_all(self, flow: str) -> bool:
        """Does this flow come to a join that waits for the others?"""
        return self.scope.nodes[self.target[flow]].kind == "parallelGateway"

    def moves(self, state: State) -> list[_Move]:
        """What can be played. A move that nothing can take away is played alone: it leads to the same standstills."""
        found = []
        for flow in state:
            possible = self.by_flow[flow]
            if len(possible) == 1 and len(possible[0].taken) == 1 and not possible[0].ends:
                return possible
            found += [move for move in possible if move.taken <= state]
        return [*found, *(move for node in self.inclusive for move in self._inclusive(node, state))]

    def _inclusive(self, node: Node, state: State) -> Iterator[_Move]:
        """An inclusive gateway goes on once no token can come to it any more, and leaves by any of its flows."""
        here = state & frozenset(self.coming[node.id])
        if here and not (state - here) & self.before[node.id]:
            leaving = [flow.id for flow in self.scope.outgoing[node.id]]
            for size in range(1, len(leaving) + 1) if len(leaving) <= MAX_CHOICES else (1, len(leaving)):
                yield from (_Move(here, frozenset(choice)) for choice in combinations(leaving, size))


def _flows_before(scope: Scope, name: str) -> State:
    """The flows from which a token can still come to a node, without passing it first."""
    backwards = reverse({node: targets if node != name else [] for node, targets in edges_of(scope).items()})
    nodes = reachable(backwards, [name])
    return frozenset(flow.id for flow in scope.flows if flow.target in nodes)


def _after(state: State, move: _Move) -> State:
    return frozenset() if move.ends else state - move.taken | move.left


def _moves(scope: Scope, node: Node, coming: list[str]) -> Iterator[_Move]:
    leaving = frozenset(flow.id for flow in scope.outgoing[node.id])
    if node.kind == "inclusiveGateway":
        return  # depends on the other tokens
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
        if event.kind == "boundaryEvent" and event.attribute("attachedToRef") == node.id and is_in_the_flow(event):
            extra = frozenset(flow.id for flow in scope.outgoing[event.id])
            interrupts = event.xml.get("cancelActivity", "true") == "true"
            yield _Move(taken, extra if interrupts else leaving | extra)
