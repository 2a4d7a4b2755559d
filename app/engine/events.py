"""Who catches what: one receiver per message, and errors caught only around the activity that threw them.

SpiffWorkflow lets every waiting catcher of a name fire, and an error by any boundary event of the surrounding
process, even one on another activity (engine.md V2, E5).
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    CodeEventDefinition,
    ErrorEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.util.task import TaskState

from app.domain.text import say
from app.engine.errors import EngineError

_CALLS = (MessageEventDefinition, SignalEventDefinition)


class Events(EventManager):  # type: ignore[misc]  # the base class has no types
    """The waiting events of a case and of everything that runs inside it."""

    def deliver(self, name: str) -> bool:
        """Hand a message to the outermost step that waits for it. False when none does."""
        waiting = self._waiting_for(MessageEventDefinition(name))
        if waiting:
            _catch(waiting[0], BpmnEvent(MessageEventDefinition(name)))
        return bool(waiting)

    def broadcast(self, name: str) -> bool:
        """Hand a signal to every step that waits for it, the outermost first. False when none does."""
        waiting = self._waiting_for(SignalEventDefinition(name))
        for task in waiting:
            _catch(task, BpmnEvent(SignalEventDefinition(name)))
        return bool(waiting)

    def _waiting_for(self, event: Any) -> list[Any]:
        waiting = [task for task in self.tasks.values() if any(part == event for part, _ in waits_for(task))]
        return sorted(waiting, key=lambda task: task.workflow.depth)

    def catch(self, event: Any, internal: bool = True) -> int:
        """An event thrown inside the case: an error or an escalation. Messages and signals leave it (throwing.py)."""
        definition = event.event_definition
        if isinstance(definition, TerminateEventDefinition):
            return 0  # its end event cancels its own scope
        if isinstance(definition, CodeEventDefinition):
            self._catch_around(event)
            return 1
        raise EngineError("", "", say("Dit soort gebeurtenis is niet toegelaten."))

    def _catch_around(self, event: Any) -> None:
        """Look outwards from where it was thrown, activity by activity, for a boundary event that catches it."""
        scope = event.target
        while scope.parent_workflow is not None:
            owner = self.workflow.get_task_from_id(scope.parent_task_id)
            catcher = self._around(owner, event)
            if catcher is not None:
                _catch(catcher, event)
                return
            scope = owner.workflow
        run = self.workflow.run
        if isinstance(event.event_definition, ErrorEventDefinition):
            raise run.error(say("Een fout in het proces wordt nergens opgevangen."))
        raise run.error(say("Een escalatie in het proces wordt nergens opgevangen."))

    def _around(self, owner: Any, event: Any) -> Any | None:
        """The boundary event on the activity `owner` that catches this; one with the very code goes first."""
        splits = {owner._parent, owner.parent._parent if owner.parent is not None else None}
        catchers = [
            task
            for task in self.tasks.values()
            if task.workflow is owner.workflow
            and task._parent in splits
            and task._state == TaskState.WAITING
            and task.task_spec.event_definition.catches(task, event)
        ]
        return min(catchers, key=lambda task: task.task_spec.event_definition.code is None, default=None)


def waits_for(task: Any) -> tuple[tuple[Any, str], ...]:
    """What a waiting event task waits for, each with the id of the drawn event (an event gateway holds several)."""
    waits: tuple[tuple[Any, str], ...] = task.task_spec.waits
    return waits


def note_waits(spec: Any) -> None:
    """Work out once, on the specification of an event, what `waits_for` says: which messages and signals (`called`),
    and which drawn timer (`timer`)."""
    definition = spec.event_definition
    spec.waits = ((definition, spec.bpmn_id),)
    if isinstance(definition, MultipleEventDefinition):
        parts = zip(spec.outputs, definition.event_definitions, strict=True)
        spec.waits = tuple((part, follower.bpmn_id) for follower, part in parts)
    spec.called = tuple((part, element) for part, element in spec.waits if isinstance(part, _CALLS))
    timers = [element for part, element in spec.waits if isinstance(part, TimerEventDefinition)]
    spec.timer = timers[0] if timers else None


def _catch(task: Any, event: Any) -> None:
    task.task_spec.catch(task, event)
    task.task_spec._update(task)
