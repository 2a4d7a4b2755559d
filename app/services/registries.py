"""Everything a diagram or form may name: importing a module registers what it holds. Called once when a process starts.

The packages do not import their own modules: a module that needs a registry must not pull in everything registered.
"""

from __future__ import annotations

import importlib
import pkgutil

_ROOMS = (
    "app.models",
    "app.operations",
    "app.services.records",
    "app.services.facts",
    "app.services.effects",
    "app.services.choices",
)


def load() -> None:
    """Import every module of the rooms that hold operations, records, facts, effects and choices."""
    for room in _ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{room}.{module.name}")
