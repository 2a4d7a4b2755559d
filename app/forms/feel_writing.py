"""A tree of FEEL written as a formula of app/domain/expressions.py, and as JSON for the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.feel_tree import COMPARISONS, Tree

Lookup = Callable[[tuple[str, ...]], object]


@dataclass(frozen=True)
class Reference:
    """What a formula takes from the answers: a path, as it is or counted, summed or read as a date."""

    path: tuple[str, ...]
    taken: str = ""  # "", "count", "sum" or "date"

    def value(self, lookup: Lookup) -> object:
        """The value under this reference, None where there is none."""
        found = lookup(self.path)
        if self.taken == "count":
            return len(found) if isinstance(found, list) else 0
        if self.taken == "sum":
            numbers = [n for n in found if isinstance(n, int | Decimal)] if isinstance(found, list) else []
            return sum(numbers, Decimal(0))
        if self.taken == "date":
            return found.date() if isinstance(found, datetime) else found
        return found


@dataclass
class Writer:
    """Writes a tree as one formula of app/domain/expressions.py. Names and values become variables v0, v1 …"""

    references: list[tuple[str, Reference]] = field(default_factory=list)
    constants: list[tuple[str, object]] = field(default_factory=list)

    def write(self, tree: Tree) -> str:
        """The formula of a tree; what it refers to and its constants are gathered on the way."""
        kind, *parts = tree
        if kind == "value":
            return self._constant(parts[0])
        if kind == "path":
            return self._refer(Reference(tuple(parts)))
        if kind == "taken":
            return self._refer(Reference(tuple(parts[1:]), parts[0]))
        if kind in ("and", "or"):
            return "(" + f" {kind} ".join(self.write(part) for part in parts) + ")"
        if kind == "not":
            return f"(not {self.write(parts[0])})"
        if kind == "negative":
            return f"(-{self.write(parts[0])})"
        if kind == "list":
            return "[" + ", ".join(self.write(part) for part in parts) + "]"
        return self._between(kind, self.write(parts[0]), self.write(parts[1]))

    def _between(self, sign: str, left: str, right: str) -> str:
        return f"({left} {COMPARISONS.get(sign, sign)} {right})"

    def _constant(self, value: object) -> str:
        if value is None or isinstance(value, bool):
            return str(value)
        name = f"c{len(self.constants)}"
        self.constants.append((name, value))
        return name

    def _refer(self, reference: Reference) -> str:
        for name, known in self.references:
            if known == reference:
                return name
        name = f"v{len(self.references)}"
        self.references.append((name, reference))
        return name


def plain(tree: Tree | object) -> Any:
    """The tree as JSON, for ``data-hide-when``. What the browser makes of it is comfort, never the rule."""
    if isinstance(tree, tuple):
        return [plain(part) for part in tree]
    if isinstance(tree, date):
        return tree.isoformat()
    return float(tree) if isinstance(tree, Decimal) else tree
