"""SpiffWorkflow as it comes, in memory, never stored: the oracle for the engine's scans, order, pruning and codec."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.engine.live import EVALUATOR

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
_NOTES = ("event_value", "items", "due")


class Stock(BpmnWorkflow):
    """The stock workflow over our specifications; its own tasks, tree walks, event manager and subprocesses."""

    def __init__(self, run: Any, variables: dict[str, Any]) -> None:
        self.run = run
        super().__init__(run.definition.spec, run.definition.specs, script_engine=EVALUATOR)
        self.data.update(variables)
        self.do_engine_steps()
        self.settle()

    def get_active_subprocesses(self) -> list[Any]:
        """Without calls whose repeated task was cancelled: left alone, the next engine step would crash on them."""
        alive = {task_id for workflow in _workflows(self) for task_id in workflow.tasks}
        for key in [key for key in self.subprocesses if key not in alive]:
            for task in self.subprocesses.pop(key).tasks.values():
                self.event_manager.remove_task(task)
        return list(super().get_active_subprocesses())

    def complete(self, task: Any, variables: dict[str, Any]) -> None:
        self.run.assign(task, variables)
        task.run()
        self.do_engine_steps()
        self.settle()

    def settle(self) -> None:
        """Until no timer has anything more to say: the library looks at its timers once per call."""
        while True:
            before = self._armed()
            self.refresh_timers()
            self.do_engine_steps()
            if self._armed() == before:
                return

    def _armed(self) -> list[Any]:
        return [(task.id, task.internal_data.get("event_value")) for task in self.event_manager.tasks.values()]

    def tell(self, kind: str, name: str) -> None:
        event = MessageEventDefinition(name) if kind == "message" else SignalEventDefinition(name)
        assert self.event_manager.catch(BpmnEvent(event), internal=False)
        self.do_engine_steps()
        self.settle()

    def people(self) -> list[Any]:
        return [
            task
            for workflow in _workflows(self)
            if not workflow.completed
            for task in workflow.tasks.values()
            if task._state == TaskState.READY and task.task_spec.manual
        ]


def path_of(task: Any) -> str:
    """Where a task is, without ids: the elements it runs inside, then its own, then its item."""
    names, top = [], task.workflow.top_workflow
    while task is not None:
        item = task.internal_data.get("item")
        names.append(task.task_spec.name + (f"={item}" if item is not None else ""))
        task = top.get_task_from_id(task.workflow.parent_task_id) if task.workflow is not top else None
    return "/".join(reversed(names))


def fingerprint(case: Any) -> tuple[Any, ...]:
    """What counts about a case at rest: what is live and since when, what is asked of others, whether it is over."""
    live = []
    if not case.completed:
        alive = {task.id: task for workflow in _workflows(case) for task in workflow.tasks.values()}
        for workflow in _workflows(case):
            owner = alive.get(workflow.parent_task_id)
            if workflow is not case and (owner is None or owner._state & TaskState.FINISHED_MASK):
                continue
            for task in workflow.tasks.values():
                if task._state & LIVE:
                    notes = [str(task.internal_data[key]) for key in _NOTES if key in task.internal_data]
                    live.append((path_of(task), task._state, *notes))
    return sorted(live), sorted(case.data.items()), case.completed, case.run.sent


def _workflows(case: Any) -> list[Any]:
    return [case, *case.subprocesses.values()]
