"""Messages and signals a diagram sends. They leave the case as effects; services find who waits for them.

SpiffWorkflow would hand them round inside the case and queue for ever what nobody took (engine.md V2, E5).
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from app.domain.expressions import Expression
from app.engine.diagram import Node
from app.engine.inputs import read_input


class ThrownMessage(MessageEventDefinition):  # type: ignore[misc]  # the base class has no types
    """A message to the one case that waits for it under the same business key."""

    key: str | Expression = ""

    def throw(self, my_task: Any) -> None:
        """Ask the services to deliver it."""
        my_task.workflow.top_workflow.run.throw(my_task, "message", self.name, self.key)


class ThrownSignal(SignalEventDefinition):  # type: ignore[misc]  # the base class has no types
    """A signal to every case that waits for it."""

    def throw(self, my_task: Any) -> None:
        """Ask the services to deliver it."""
        my_task.workflow.top_workflow.run.throw(my_task, "signal", self.name, "")


def thrown_message(name: str, node: Node) -> ThrownMessage:
    """The message an element sends; its property `key` says under which business key."""
    message = ThrownMessage(name)
    message.key = read_input(node.properties.get("key", ""))
    return message
