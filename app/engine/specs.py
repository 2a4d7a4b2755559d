"""What the drawn elements do in SpiffWorkflow's tree, where its own behaviour is not ours.

Variables are kept per case (variables.py), so none of these copies data in or out of a subprocess or an instance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.specs.defaults import (
    CallActivity,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    ServiceTask,
    SubWorkflowTask,
    UserTask,
)
from SpiffWorkflow.util.task import TaskState

from app.domain.calendar import add_duration
from app.domain.duration import Duration
from app.domain.expressions import Expression
from app.domain.text import say
from app.engine import clock
from app.engine.errors import EngineError
from app.engine.skipping import is_passed
from app.engine.variables import MAX_ITEMS, count_of

_ENOUGH = "enough"  # noted on a repeated activity once its completion condition held


class HumanTask(UserTask):  # type: ignore[misc]  # the base class has no types
    """A user task; a deadline counted from its creation is fixed when it opens."""

    due_after: Duration | None = None

    def _on_ready_hook(self, my_task: Any) -> None:
        super()._on_ready_hook(my_task)
        if self.due_after is not None and "due" not in my_task.internal_data:
            my_task.internal_data["due"] = add_duration(clock.now(), self.due_after).isoformat()


class OperationTask(ServiceTask):  # type: ignore[misc]  # the base class has no types
    """A service task that runs a registered operation. Inputs are texts, or expressions worked out when it runs."""

    topic: str = ""
    given: Mapping[str, str | Expression] = {}

    def _execute(self, task: Any) -> bool:
        if not is_passed(task):
            task.workflow.top_workflow.run.operate(task, self.topic, self.given)
        return True


class DecisionTask(ServiceTask):  # type: ignore[misc]  # the base class has no types
    """A business rule task: works out a decision table and keeps its outputs as variables."""

    decision: str = ""
    result_variable: str = ""

    def _execute(self, task: Any) -> bool:
        if not is_passed(task):
            task.workflow.top_workflow.run.decide(task, self.decision, self.result_variable)
        return True


class _Inner:
    """What a subprocess and a call activity share: no data is copied, and its end makes the owner ready in full."""

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        """Nothing: variables are the case's."""

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        """Nothing: variables are the case's."""

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Any) -> None:
        my_task._ready()


class Subprocess(_Inner, SubWorkflowTask):  # type: ignore[misc]  # the base class has no types
    """An embedded subprocess."""


class Call(_Inner, CallActivity):  # type: ignore[misc]  # the base class has no types
    """A call of another process of the bundle."""

    def _update_hook(self, my_task: Any) -> bool | None:
        if is_passed(my_task):  # what it would lead to happened elsewhere, before the case began
            return True
        begun: bool | None = super()._update_hook(my_task)
        return begun


class Collection(TaskDataReference):  # type: ignore[misc]  # the base class has no types
    """The list a repeated activity runs over: read from the variables when it starts, kept while it runs."""

    def get(self, my_task: Any) -> list[Any]:
        """The items. EngineError when the variable holds no list."""
        items = my_task.internal_data.get("items")
        if items is None:
            items = my_task.workflow.script_engine.evaluate(my_task, self.bpmn_id)
            if not isinstance(items, list):
                text = say("De lijst %(name)s is niet ingevuld.", name=self.bpmn_id)
                raise EngineError(my_task.workflow.spec.process, my_task.task_spec.bpmn_id, text)
            my_task.internal_data["items"] = items
        return list(items)

    def exists(self, my_task: Any) -> bool:
        """Always: an unset variable is found out by `get`."""
        return True


class _Instances:
    """What both kinds of multi-instance share: an instance knows its item, and leaves nothing behind in the others."""

    def _update_hook(self, my_task: Any) -> bool:
        """Begin. EngineError where the number of times is none, before anything was opened."""
        if self.data_input is None:  # type: ignore[attr-defined]  # of the base class
            self.count(my_task)
        return bool(super()._update_hook(my_task))  # type: ignore[misc]  # of the base class

    def count(self, my_task: Any) -> int:
        """How many times, where that is a number and not a list. EngineError when it is none we can repeat."""
        expression: str = self.cardinality  # type: ignore[attr-defined]  # of the base class
        count = count_of(my_task.workflow.script_engine.evaluate(my_task, expression))
        if count is None:
            text = say("Het aantal keren is geen geheel getal van 0 tot %(most)s.", most=MAX_ITEMS)
            raise EngineError(my_task.workflow.spec.process, my_task.task_spec.bpmn_id, text)
        return count

    def create_child(self, my_task: Any, item: Any, key_or_index: Any = None) -> None:
        """Open an instance for one item."""
        my_task.workflow.top_workflow.run.open_instance(my_task)
        spec = my_task.workflow.spec.task_specs[self.task_spec]  # type: ignore[attr-defined]  # of the base class
        child = my_task._add_child(spec, TaskState.WAITING)
        child.triggered = True
        child.internal_data["item"] = item
        if self.input_item is not None:  # type: ignore[attr-defined]  # of the base class
            self.input_item.set(child, item)  # type: ignore[attr-defined]  # of the base class
        child.task_spec._update(child)

    def merge_child(self, workflow: Any, child: Any) -> None:
        """Count an instance as done. Whether that is enough is asked while its own values are there."""
        if self.condition is not None and workflow.script_engine.evaluate(child, self.condition):  # type: ignore[attr-defined]  # of the base class
            child.parent.internal_data[_ENOUGH] = True
        child.data = {}
        super().merge_child(workflow, child)  # type: ignore[misc]  # of the base class

    def check_completion_condition(self, my_task: Any) -> bool:
        """Did it hold when the last instance was done?"""
        return _ENOUGH in my_task.internal_data


class Parallel(_Instances, ParallelMultiInstanceTask):  # type: ignore[misc]  # the base class has no types
    """Instances side by side."""

    def create_children(self, my_task: Any) -> None:
        """Open an instance for each item, or so many times."""
        if self.data_input is not None:
            super().create_children(my_task)
            return
        for index in range(self.count(my_task)):
            self.create_child(my_task, index, index)


class Sequential(_Instances, SequentialMultiInstanceTask):  # type: ignore[misc]  # the base class has no types
    """Instances one after the other."""

    def add_next_child(self, my_task: Any) -> None:
        """Open the next one; the library asks only while there is one, and takes an empty item for the end."""
        key, item = self.get_next_index(my_task) if self.data_input is None else self.get_next_input_item(my_task)
        self.create_child(my_task, item, key)
