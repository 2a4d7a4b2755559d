"""Effects by kind: functions that carry out, inside the transaction, what an operation asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.services.work import Work

EffectFunction = Callable[[Work, dict[str, Any]], None]
EFFECTS: dict[str, EffectFunction] = {}


def effect(kind: str) -> Callable[[EffectFunction], EffectFunction]:
    """Register the function that carries out effects of `kind`; it gets the work and the effect's payload."""

    def add(function: EffectFunction) -> EffectFunction:
        if kind in EFFECTS:
            raise ValueError(f"effect {kind} is registered twice")
        EFFECTS[kind] = function
        return function

    return add
