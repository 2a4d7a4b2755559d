"""Due moments in another version: kept as they are, or counted anew from when the task or timer began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from app.domain.calendar import add_duration
from app.engine import clock
from app.engine.definition import Definition
from app.engine.live import LiveWorkflow
from app.engine.migration_rows import Row
from app.engine.snapshot import named_due
from app.engine.specs import HumanTask


@dataclass(frozen=True)
class Versions:
    """From which version a case moves to which, and what of it counts for its due moments."""

    old: Definition
    new: Definition
    variables: Mapping[str, Any]
    recompute: bool


def set_due(row: Row, process: str, versions: Versions) -> bool:
    """Settle the deadline and the timer of a live row. True when its outcome hangs on the data of the case."""
    if isinstance(row.spec, HumanTask):
        return _set_deadline(row, process, versions)
    before, after = _timer(row.old), _timer(row.spec)
    if after is None:
        row.notes.pop("event_value", None)
    elif versions.recompute and "since" in row.notes and _differ(before, after):
        row.notes.pop("event_value", None)  # armed anew below
    return after is not None and "event_value" not in row.notes and not _is_fixed(after.expression)


def _set_deadline(row: Row, process: str, versions: Versions) -> bool:
    before = versions.old.elements[process, row.old.bpmn_id]
    after = versions.new.elements[process, row.spec.bpmn_id]
    if before.due == after.due:
        return False
    if versions.recompute:
        length, since = row.spec.due_after, row.notes.get("since")
        if length is None:
            row.notes.pop("due", None)
        elif since is not None:
            row.notes["due"] = add_duration(datetime.fromisoformat(since), length).isoformat()
    elif "due" not in row.notes:
        kept = named_due(before, {**versions.variables, **row.data})
        if kept is not None:
            row.notes["due"] = kept.isoformat()
    return row.old.due_after is None or row.spec.due_after is None  # a variable is, or was, asked


def arm(case: LiveWorkflow) -> None:
    """Arm the timers that have no due moment yet, from when what they watch began. EngineError when one cannot be."""
    for task in list(case.event_manager.tasks.values()):
        timer = _timer(task.task_spec)
        if timer is not None and "event_value" not in task.internal_data:
            since = task.internal_data.get("since")
            with clock.at(datetime.fromisoformat(since) if since else clock.now()):
                timer.has_fired(task)


def _timer(spec: Any) -> Any | None:
    """The timer of an event, or the one among those of an event gateway."""
    definition = getattr(spec, "event_definition", None)
    parts = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return next((part for part in parts if isinstance(part, TimerEventDefinition)), None)


def _is_fixed(expression: str) -> bool:
    """A text between quotes: it is the same for every case."""
    return expression[:1] in "'\"" and expression.count(expression[0]) == 2


def _differ(before: Any, after: Any) -> bool:
    return before is None or (type(before), before.expression) != (type(after), after.expression)
