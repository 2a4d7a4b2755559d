"""SpiffWorkflow as it comes, in memory, never stored: the oracle for the engine's scans, order, pruning and codec."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.engine.live import EVALUATOR
from app.engine.run import Run

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Stock(BpmnWorkflow):
    """The stock workflow over our specifications; its own tree walks, event manager and subprocesses."""

    def __init__(self, run: Run, variables: dict[str, Any]) -> None:
        self.run = run
        super().__init__(run.definition.spec, run.definition.specs, script_engine=EVALUATOR)
        self.data.update(variables)
        self.do_engine_steps()

    def get_active_subprocesses(self) -> list[Any]:
        """Without calls whose repeated task was cancelled: left alone, the next engine step would crash on them."""
        for key in [key for key in self.subprocesses if not _alive(self, key)]:
            for task in self.subprocesses.pop(key).tasks.values():
                self.event_manager.remove_task(task)
        return list(super().get_active_subprocesses())

    def complete(self, task: Any, variables: dict[str, Any]) -> None:
        self.run.assign(task, variables)
        task.run()
        self.do_engine_steps()

    def settle(self) -> None:
        while True:
            before = snapshot_of(self)
            self.refresh_timers()
            self.do_engine_steps()
            if snapshot_of(self) == before:
                return

    def message(self, name: str) -> bool:
        heard = self.event_manager.catch(BpmnEvent(MessageEventDefinition(name)), internal=False)
        self.do_engine_steps()
        return bool(heard)

    def people(self) -> list[Any]:
        return [task for task in self.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def path_of(task: Any) -> str:
    """Where a task is, without ids: the elements it runs inside, then its own, then its item."""
    names, top = [], task.workflow.top_workflow
    while task is not None:
        item = task.internal_data.get("item")
        names.append(task.task_spec.name + (f"={item}" if item is not None else ""))
        task = top.get_task_from_id(task.workflow.parent_task_id) if task.workflow is not top else None
    return "/".join(reversed(names))


def snapshot_of(case: Any) -> tuple[Any, ...]:
    """What counts about a case at rest: what is live and since when, what is waited for, whether it is over."""
    live = []
    for workflow in [case, *case.subprocesses.values()]:
        if workflow is not case:
            owner = case.get_task_from_id(workflow.parent_task_id) if _alive(case, workflow.parent_task_id) else None
            if owner is None or owner.state & TaskState.FINISHED_MASK:
                continue
        for task in workflow.tasks.values():
            if task.state & LIVE and not case.completed:
                notes = {
                    key: value for key, value in task.internal_data.items() if key in ("event_value", "items", "due")
                }
                live.append((path_of(task), TaskState.get_name(task.state), str(sorted(notes.items()))))
    return sorted(live), sorted(case.data.items()), case.completed


def _alive(case: Any, task_id: Any) -> bool:
    return any(task_id in workflow.tasks for workflow in [case, *case.subprocesses.values()])
