"""Which component of a form a problem is about: a path in its JSON says nothing to who draws the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(r"\.?([A-Za-z]\w*)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Component:
    """A component: its id, what it is called on the page (else its key or type), and its place in its list, from 1."""

    id: str
    name: str
    number: int


def component_at(schema: Any, path: str) -> Component | None:
    """The innermost component on a path such as ``components[2].components[0].values``; None for the form itself."""
    found: Component | None = None
    node = schema
    for name, index in _STEP.findall(path):
        node = node.get(name) if isinstance(node, dict) else None
        if index and isinstance(node, list) and int(index) < len(node):
            node = node[int(index)]
            if name == "components" and isinstance(node, dict):
                found = Component(str(node.get("id", "")), _name(node), int(index) + 1)
    return found


def _name(component: dict[str, Any]) -> str:
    names = (component.get(one) for one in ("label", "dateLabel", "timeLabel", "key", "path", "type"))
    return next((name for name in names if isinstance(name, str) and name), "")
