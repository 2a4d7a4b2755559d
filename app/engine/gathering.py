"""Inclusive gateways: when one goes on.

SpiffWorkflow looks among the tasks it predicts, and follows one way back from each input of the gateway, so that some
shapes go on while a branch is still under way (engine.md J; docs/decisions/0016, J5). Here every token of the scope
that can still come to the gateway is waited for; nothing predicted is needed, so nothing predicted is stored.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway
from SpiffWorkflow.util.task import TaskState


class Gathering(InclusiveGateway):  # type: ignore[misc]  # the base class has no types
    """An inclusive gateway. `before` are the specifications from which it can be reached: see `note_before`."""

    before: frozenset[Any] = frozenset()

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        """Whether all that will come has come. With one way in nothing else is waited for."""
        if len(self.inputs) == 1:
            return True
        return not any(task.task_spec in self.before and _is_ahead(task) for task in my_task.workflow.tasks.values())


def note_before(gateway: Gathering) -> None:
    """Work out once from where a gateway can be reached without passing it first."""
    before: set[Any] = set()
    todo = list(gateway.inputs)
    while todo:
        spec = todo.pop()
        if spec is not gateway and spec not in before:
            before.add(spec)
            todo += spec.inputs
    gateway.before = frozenset(before)


def _is_ahead(task: Any) -> bool:
    """Does a task carry a token: not finished, below one that is? What lies below that is only predicted."""
    if task._state & TaskState.FINISHED_MASK:
        return False
    above = task.parent
    return above is None or bool(above._state & TaskState.FINISHED_MASK)
