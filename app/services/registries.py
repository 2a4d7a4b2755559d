"""Everything a diagram may name: importing it registers it. Called once when a process starts."""

from __future__ import annotations

import importlib

_ROOMS = (
    "app.models",
    "app.operations",
    "app.services.records",
    "app.services.facts",
    "app.services.effects",
    "app.services.choices",
)


def load() -> None:
    """Import all operations, records, facts, effects and choices."""
    for room in _ROOMS:
        importlib.import_module(room)
