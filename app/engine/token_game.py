"""The tokens of a scope played through, in every way they can go: which joins stand still, which are reached twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from app.engine.check_flows import edges_of, is_in_the_flow, is_terminate
from app.engine.diagram import Node, Scope
from app.engine.graph import reachable, reverse

MAX_STATES = 6_000
MAX_CHOICES = 4

Flows = frozenset[str]


@dataclass(frozen=True)
class _State:
    """The flows that carry a token, and the flows into gateways that carried one before and may once more."""

    tokens: Flows
    came: Flows = frozenset()


@dataclass(frozen=True)
class _Move:
    """A way a node can hand its tokens on: it takes `taken` and leaves `left`; `ends` clears the whole scope."""

    taken: Flows
    left: Flows
    ends: bool = False


@dataclass
class Played:
    """What came out. `whole` is false when there was more to play than the bound allows: nothing is claimed of that."""

    stuck: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    whole: bool = True


def play(scope: Scope, first: Flows | None = None) -> Played:
    """Play from the flows that carry a token at first, those of the start when not given.

    `stuck` are the joins at which some play stands still with a token left; `twice` the gateways that wait for others
    or split, to which one flow can bring two tokens.
    """
    game, played = _Game(scope), Played()
    beginning = _State(_of_start(scope) if first is None else first)
    seen, todo = {beginning}, [beginning]
    while todo and len(seen) <= MAX_STATES:
        state = todo.pop()
        moves = game.moves(state.tokens)
        if not moves:
            played.stuck |= {game.target[flow] for flow in state.tokens if game.waits_for_all(flow)}
        for move in moves:
            played.twice |= {game.target[flow] for flow in move.left & state.came}
            after = game.after(state, move)
            if after not in seen:
                seen.add(after)
                todo.append(after)
    played.whole = not todo
    return played


def _of_start(scope: Scope) -> Flows:
    starts = [node for node in scope.nodes.values() if node.kind == "startEvent"]
    return frozenset(flow.id for node in starts for flow in scope.outgoing[node.id])


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
        self.ends = frozenset(flow for flow, moves in self.by_flow.items() if any(move.ends for move in moves))
        alone = frozenset(flow for flow, moves in self.by_flow.items() if moves and _take_only(flow, moves))
        self.free, self.depth = alone - self.ends, _depths(scope)
        self.inclusive = [node for node in scope.nodes.values() if node.kind == "inclusiveGateway"]
        self.before = {node.id: _flows_before(scope, node.id) for node in self.inclusive}
        self.gateways = {
            flow.id: _flows_to(scope, flow.source)
            for flow in scope.flows
            if scope.nodes[flow.target].kind in ("parallelGateway", "inclusiveGateway")
        }

    def waits_for_all(self, flow: str) -> bool:
        """Does this flow come to a join that waits for the others?"""
        return self.scope.nodes[self.target[flow]].kind == "parallelGateway"

    def moves(self, tokens: Flows) -> list[_Move]:
        """What is played next: one token or one join, in every way it can go; an end of the whole scope last of all.

        Enough to meet every standstill: what the others do takes none of these ways away and opens none, and where the
        whole scope ends nothing stands still. The token that came furthest goes first: one branch is played out before
        the next, so that the states are the sum of the branches and not their product.
        """
        free = tokens & self.free
        if free:
            return self.by_flow[max(free, key=lambda flow: (self.depth[flow], flow))]
        for flow in sorted(tokens - self.ends):
            joined = [move for move in self.by_flow[flow] if move.taken <= tokens]
            if joined:
                return joined
        for node in self.inclusive:
            leaving = list(self._inclusive(node, tokens))
            if leaving:
                return leaving
        return [move for flow in tokens & self.ends for move in self.by_flow[flow]]

    def after(self, state: _State, move: _Move) -> _State:
        """The state a move leads to. What came to a gateway is remembered for as long as another token may follow."""
        if move.ends:
            return _State(frozenset())
        tokens = state.tokens - move.taken | move.left
        came = state.came | (move.left & self.gateways.keys())
        return _State(tokens, frozenset(flow for flow in came if tokens & self.gateways[flow]))

    def _inclusive(self, node: Node, tokens: Flows) -> Iterator[_Move]:
        """An inclusive gateway goes on once no token can come to it any more, and leaves by any of its flows."""
        here = tokens & frozenset(self.coming[node.id])
        if here and not (tokens - here) & self.before[node.id]:
            leaving = [flow.id for flow in self.scope.outgoing[node.id]]
            for size in range(1, len(leaving) + 1) if len(leaving) <= MAX_CHOICES else (1, len(leaving)):
                yield from (_Move(here, frozenset(choice)) for choice in combinations(leaving, size))


def _coming(scope: Scope) -> dict[str, list[str]]:
    coming: dict[str, list[str]] = {node: [] for node in scope.nodes}
    for flow in scope.flows:
        coming[flow.target].append(flow.id)
    return coming


def _take_only(flow: str, moves: list[_Move]) -> bool:
    return all(move.taken == {flow} for move in moves)


def _depths(scope: Scope) -> dict[str, int]:
    """How many nodes lie between the start and each flow, along the shortest way."""
    edges = edges_of(scope)
    depth = {node.id: 0 for node in scope.nodes.values() if node.kind == "startEvent"}
    todo = deque(depth)
    while todo:
        node = todo.popleft()
        for target in edges[node]:
            if target not in depth:
                depth[target] = depth[node] + 1
                todo.append(target)
    return {flow.id: depth.get(flow.source, 0) for flow in scope.flows}


def _flows_before(scope: Scope, name: str) -> Flows:
    """The flows from which a token can still come to a node, without passing it first."""
    backwards = reverse({node: targets if node != name else [] for node, targets in edges_of(scope).items()})
    nodes = reachable(backwards, [name])
    return frozenset(flow.id for flow in scope.flows if flow.target in nodes)


def _flows_to(scope: Scope, name: str) -> Flows:
    """The flows from which a token can come to a node."""
    nodes = reachable(reverse(edges_of(scope)), [name])
    return frozenset(flow.id for flow in scope.flows if flow.target in nodes)


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


def _interruptions(scope: Scope, node: Node, taken: Flows, leaving: Flows) -> Iterator[_Move]:
    for event in scope.nodes.values():
        if event.kind == "boundaryEvent" and event.attribute("attachedToRef") == node.id and is_in_the_flow(event):
            extra = frozenset(flow.id for flow in scope.outgoing[event.id])
            interrupts = event.xml.get("cancelActivity", "true") == "true"
            yield _Move(taken, extra if interrupts else leaving | extra)
