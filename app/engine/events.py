"""Who catches what: one receiver per message, and errors caught only around the activity that threw them.

SpiffWorkflow lets every waiting catcher of a name fire, and an error by any boundary event of the surrounding
process, even one on another activity (engine.md V2, E5).
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.util.task import TaskState

from app.domain.text import say
from app.engine.errors import EngineError


class Events(EventManager):  # type: ignore[misc]  # the base class has no types
    """The waiting events of a case and of everything that runs inside it."""

    def deliver(self, name: str) -> bool:
        """Hand a message to the outermost step that waits for it. False when none does."""
        event = BpmnEvent(MessageEventDefinition(name))
        waiting = [task for task in self.tasks.values() if name in message_names(task)]
        if not waiting:
            return False
        receiver = min(waiting, key=lambda task: task.workflow.depth)
        receiver.task_spec.catch(receiver, event)
        receiver.task_spec._update(receiver)
        return True

    def catch(self, event: Any, internal: bool = True) -> int:
        """An event thrown inside the case. Only errors and terminate ends are drawn in our diagrams."""
        definition = event.event_definition
        if isinstance(definition, TerminateEventDefinition):
            return 0  # its end event cancels its own scope
        if isinstance(definition, ErrorEventDefinition):
            self._catch_error(event)
            return 1
        raise EngineError("", "", say("Dit soort gebeurtenis is niet toegelaten."))

    def _catch_error(self, event: Any) -> None:
        scope = event.target
        while scope.parent_workflow is not None:
            owner = self.workflow.get_task_from_id(scope.parent_task_id)
            catcher = self._around(owner, event)
            if catcher is not None:
                catcher.task_spec.catch(catcher, event)
                catcher.task_spec._update(catcher)
                return
            scope = owner.workflow
        raise EngineError(event.target.spec.process, "", say("Een fout in het proces wordt nergens opgevangen."))

    def _around(self, owner: Any, event: Any) -> Any | None:
        """The boundary event on the activity `owner` that catches this error; one with the very code goes first."""
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


def message_names(task: Any) -> list[str]:
    """The messages a waiting event task catches."""
    definition = task.task_spec.event_definition
    parts = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return [part.name for part in parts if isinstance(part, MessageEventDefinition)]
