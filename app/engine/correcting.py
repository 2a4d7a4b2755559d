"""Correcting a variable of a case at rest, where a wrong one keeps it from going on. Nothing runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.engine import clock
from app.engine.definition import Definition
from app.engine.operations import Facts
from app.engine.run import Run
from app.engine.runtime import guarded
from app.engine.snapshot import Snapshot, take_snapshot
from app.engine.state import load


def correct(
    definition: Definition, state: bytes, variables: Mapping[str, Any], *, facts: Facts, now: datetime
) -> Snapshot:
    """The case with other values for these variables. EngineError when one is not declared or of another kind."""
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = load(definition, state, run)
        case.data.update(run.checked(variables))
        return take_snapshot(case)
