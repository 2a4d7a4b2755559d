"""A running case in memory: SpiffWorkflow's workflow with flat scans, one step at a time, in a fixed order.

SpiffWorkflow walks its task tree and stops silently at depth 1,000 (engine.md L1); it looks at every waiting timer
after every step, so that two deadlines can fire out of order or both. Here tasks are scanned flat, the outermost
automatic task runs first, and timers fire one by one, only when `fire` says so.

Nothing of the library is replaced: tasks and workflows are subclasses of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine import clock
from app.engine.events import Events
from app.engine.expressions import Evaluator

if TYPE_CHECKING:
    from app.engine.run import Run

EVALUATOR = Evaluator()

_LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_WAITS = (UserTask, CatchingEvent, SubWorkflowTask)


class LiveTask(Task):  # type: ignore[misc]  # the base class has no types
    """A task of a running case. Its id is a number: stored with the case, and outside the key of tasks and timers."""

    _state: int

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> LiveTask:
        """A new task below this one."""
        child = LiveTask(self.workflow, task_spec, self, state, new_key())
        if state == TaskState.READY:
            child._ready()
        return child

    def _set_state(self, value: int) -> None:
        """Change the state and tell the run of the case. The library's own would log the data of the case."""
        before = self._state
        if before != value:
            self._state = value
            if value & _LIVE and isinstance(self.task_spec, _WAITS):
                self.internal_data.setdefault("since", clock.now().isoformat())  # what migration.py counts from
            self.workflow.top_workflow.run.notice(self, before, value)

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Nothing: the logs carry no data of a case."""
        return dct or {}


def new_key() -> int:
    """An id that no other task of a case has."""
    return secrets.randbits(53) or 1


class _Flat:
    """What the top workflow and its subprocesses share."""

    def plant(self: Any) -> None:
        """Make the first task. The library would make one of its own kind."""
        self.task_tree = LiveTask(self, self.spec.start, None, TaskState.FUTURE, new_key())
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()

    def update_waiting_tasks(self: Any) -> None:
        """Look again at waiting joins. Events wait for `fire` and `deliver`."""
        for task in list(self.tasks.values()):
            waits = task._state == TaskState.WAITING and task.id in self.tasks
            if waits and not isinstance(task.task_spec, CatchingEvent):
                task.task_spec._update(task)

    def is_completed(self: Any) -> bool:
        """Nothing is left to do."""
        if not self.completed:
            for task in self.tasks.values():
                if task._state & TaskState.NOT_FINISHED_MASK:
                    return False
            self.completed = True
        return True

    def collect_log_extras(self: Any, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Nothing: the logs carry no data of a case."""
        return dct or {}

    def _task_removed_notify(self: Any, task: Any) -> None:
        super()._task_removed_notify(task)  # type: ignore[misc]  # of the base class
        self.top_workflow.forget(task)


class LiveSubprocess(_Flat, BpmnSubWorkflow):  # type: ignore[misc]  # the base class has no types
    """An embedded subprocess or a called process of a running case."""


class LiveWorkflow(_Flat, BpmnWorkflow):  # type: ignore[misc]  # the base class has no types
    """A running case; `run` is the operation under way."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(run.definition.spec, run.definition.specs, script_engine=EVALUATOR, deserializing=True)
        self.event_manager = Events(self)
        self.plant()

    def create_subprocess(self, my_task: Any, spec_name: str) -> LiveSubprocess:
        """Begin a subprocess or a called process for a live task."""
        spec = self.subprocess_specs[spec_name]
        inner = LiveSubprocess(spec, parent_task_id=my_task.id, top_workflow=self, deserializing=True)
        inner.plant()
        self.subprocesses[my_task.id] = inner
        return inner

    def forget(self, task: Any) -> None:
        """A task was taken away: it waits for nothing any more, and what ran inside it stops where it is."""
        self.event_manager.remove_task(task)
        inner = self.subprocesses.pop(task.id, None)
        for below in inner.tasks.values() if inner is not None else ():
            self.forget(below)

    def workflows(self) -> Iterator[Any]:
        """The case and what runs inside it, outermost first."""
        yield self
        yield from list(self.subprocesses.values())

    def open_tasks(self) -> list[Any]:
        """The user tasks that are open, in the order they were opened."""
        return [task for task in self._ready() if task.task_spec.manual]

    def advance(self) -> None:
        """Run automatic tasks until only people and events are waited for."""
        while (task := next((task for task in self._ready() if not task.task_spec.manual), None)) is not None:
            self.run_task(task)

    def fire(self, task: Any) -> None:
        """Let a timer whose moment has come go off, and run what follows."""
        task.task_spec._update(task)
        self.advance()

    def run_task(self, task: Any) -> None:
        """Run one ready task. Predicted tasks are not stored, so its children are made here when it has none."""
        self.run.spend(task)
        if not task._children or isinstance(task.task_spec, LoopTask):
            task.task_spec._predict_hook(task)
        task.run()

    def _ready(self) -> Iterator[Any]:
        for workflow in self.workflows():
            if not workflow.completed:
                for task in list(workflow.tasks.values()):
                    if task._state == TaskState.READY:
                        yield task
