"""Facts: business data that operations in a diagram may read, by name, computed when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.services.work import Work

FactFunction = Callable[[Work], Any]
FACTS: dict[str, FactFunction] = {}


def fact(name: str) -> Callable[[FactFunction], FactFunction]:
    """Register the function that computes fact `name` (a JSON value)."""

    def add(function: FactFunction) -> FactFunction:
        if name in FACTS:
            raise ValueError(f"fact {name} is registered twice")
        FACTS[name] = function
        return function

    return add


def facts_of(work: Work) -> Callable[[str], Any]:
    """The reader given to the engine: `facts(name)` computes the fact for this work; an unknown name is a KeyError.

    A fact is computed once per run: while the engine runs nothing is written.
    """
    found: dict[str, Any] = {}

    def read(name: str) -> Any:
        if name not in found:
            work.session.flush()  # what the task's record just wrote must count
            found[name] = FACTS[name](work)
        return found[name]

    return read
