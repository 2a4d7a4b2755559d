"""Effects by kind: functions that carry out, inside the transaction, what an operation asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.services.work import Work

EffectFunction = Callable[[Work, dict[str, Any]], None]
EFFECTS: dict[str, EffectFunction] = {}
# Kinds that ask the tables of cases, tasks or timers: these are written before such an effect is carried out.
ASKS_CASES: set[str] = set()


def effect(kind: str, *, asks_cases: bool = True) -> Callable[[EffectFunction], EffectFunction]:
    """Register the function that carries out effects of `kind`; it gets the work and the effect's payload.

    `asks_cases` False: it asks nothing of the rows that follow a case (case_rows.py), so they may be written later.
    """

    def add(function: EffectFunction) -> EffectFunction:
        if kind in EFFECTS:
            raise ValueError(f"effect {kind} is registered twice")
        EFFECTS[kind] = function
        if asks_cases:
            ASKS_CASES.add(kind)
        return function

    return add
