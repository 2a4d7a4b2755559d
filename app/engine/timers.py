"""Timers that count in the calendar of Europe/Brussels and read the engine's clock.

SpiffWorkflow's own timers read the machine's clock, take month lengths in UTC, and fire only after their moment
(engine.md §1). These keep the same contract with its workflow: `event_value` holds the due moment from the first
look.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import DurationTimerEventDefinition, TimeDateEventDefinition

from app.domain.calendar import InvalidMoment, OutOfCalendar, add_duration, parse_moment
from app.domain.duration import InvalidDuration, parse_duration
from app.domain.text import Text, say
from app.engine import clock
from app.engine.errors import EngineError


class DateTimer(TimeDateEventDefinition):  # type: ignore[misc]  # the base class has no types
    """Fires at the moment its expression gave when the timer was armed."""

    def has_fired(self, my_task: Any) -> bool:
        """Arm on the first look; true from the due moment on."""
        return _fired(my_task, self._moment)

    def _moment(self, my_task: Any) -> datetime:
        value = my_task.workflow.script_engine.evaluate(my_task, self.expression)
        if not isinstance(value, str):
            raise _error(my_task, say("Het tijdstip van deze timer is niet ingevuld."))
        try:
            return parse_moment(value)
        except InvalidMoment:
            raise _error(my_task, say("Het tijdstip van deze timer is geen datum.")) from None


class DurationTimer(DurationTimerEventDefinition):  # type: ignore[misc]  # the base class has no types
    """Fires a calendar duration after it was armed: months clamp, days keep the wall clock, hours are exact."""

    def has_fired(self, my_task: Any) -> bool:
        """Arm on the first look; true from the due moment on."""
        return _fired(my_task, self._moment)

    def _moment(self, my_task: Any) -> datetime:
        value = my_task.workflow.script_engine.evaluate(my_task, self.expression)
        try:
            return add_duration(clock.now(), parse_duration(value if isinstance(value, str) else ""))
        except (InvalidDuration, OutOfCalendar):
            raise _error(my_task, say("De duur van deze timer is niet geldig.")) from None


def due_of(task: Any) -> datetime | None:
    """When an armed timer falls due."""
    value = task.internal_data.get("event_value")
    return datetime.fromisoformat(value) if value is not None else None


def _fired(task: Any, moment: Any) -> bool:
    due = due_of(task)
    if due is None:
        due = moment(task)
        task.internal_data["event_value"] = due.isoformat()
    if due <= clock.now():
        task.internal_data["event_fired"] = True
    return bool(task.internal_data.get("event_fired", False))


def _error(task: Any, text: Text) -> EngineError:
    return EngineError(task.workflow.spec.process, task.task_spec.bpmn_id, text)
