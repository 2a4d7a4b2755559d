"""A running case in memory, for tests that look inside it; through bytes and back where they say so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.engine import Bundle, clock, compile
from app.engine.live import LiveWorkflow
from app.engine.prune import prune
from app.engine.run import Run
from app.engine.state import dump, load
from tests.engine.player import MONDAY


def no_facts(name: str) -> Any:
    raise KeyError(name)


def begun(bundle: Bundle, variables: Mapping[str, Any] | None = None, moment: datetime = MONDAY) -> LiveWorkflow:
    """A case that was just started."""
    with clock.at(moment):
        case = LiveWorkflow(Run(compile(bundle), no_facts))
        case.data.update(variables or {})
        case.advance()
        return case


def through_bytes(case: LiveWorkflow) -> LiveWorkflow:
    """The case as the next operation will find it."""
    prune(case)
    return load(case.run.definition, dump(case), Run(case.run.definition, no_facts))
