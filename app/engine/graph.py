"""Graph questions about a diagram: what can be reached, what lies on a loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Edges = Mapping[str, list[str]]


def reachable(edges: Edges, starts: Iterable[str]) -> set[str]:
    """Every node that can be reached from `starts`, those included."""
    seen = set(starts)
    todo = list(seen)
    while todo:
        for node in edges.get(todo.pop(), ()):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return seen


def reverse(edges: Edges) -> dict[str, list[str]]:
    """The same edges, walked backwards."""
    backwards: dict[str, list[str]] = {node: [] for node in edges}
    for node, targets in edges.items():
        for target in targets:
            backwards.setdefault(target, []).append(node)
    return backwards


def loops(edges: Edges) -> list[set[str]]:
    """The groups of nodes that lie on a loop together (strongly connected components, found without recursion)."""
    order = _finish_order(edges)
    backwards = reverse(edges)
    assigned: set[str] = set()
    groups = []
    for node in reversed(order):
        if node in assigned:
            continue
        group = _unassigned(backwards, node, assigned)
        assigned |= group
        if len(group) > 1 or node in edges.get(node, ()):
            groups.append(group)
    return groups


def _finish_order(edges: Edges) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for start in edges:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(edges[start]))]
        while path:
            node, targets = path[-1]
            following = next((target for target in targets if target not in seen), None)
            if following is None:
                order.append(node)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(edges.get(following, ()))))
    return order


def _unassigned(edges: Edges, start: str, assigned: set[str]) -> set[str]:
    group = {start}
    todo = [start]
    while todo:
        for node in edges.get(todo.pop(), ()):
            if node not in group and node not in assigned:
                group.add(node)
                todo.append(node)
    return group
