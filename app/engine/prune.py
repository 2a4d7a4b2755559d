"""Dropping what can no longer influence a case, so that its state stays as small as it was on the first day.

What must stay: everything not finished; in a subprocess, its root; joins of parallel branches and the tasks right
before them, which the join counts; the children of an activity with boundary events, or of a repeated activity, until
it is over. Everything else that is finished goes: leaves altogether, links of a chain by joining their neighbours
(engine.md §2, R1-R2).
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.control import EventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from app.engine.live import LiveWorkflow

_FINISHED = TaskState.FINISHED_MASK


def prune(case: LiveWorkflow) -> None:
    """Drop finished subprocesses and finished history. Call when the case is at rest."""
    _drop_finished_subprocesses(case)
    for workflow in case.workflows():
        _shorten(workflow)


def _drop_finished_subprocesses(case: LiveWorkflow) -> None:
    """A subprocess goes with the task that runs it, also where that task was taken away while it still ran."""
    while case.subprocesses:
        alive = {task.id: task for workflow in case.workflows() for task in workflow.tasks.values()}
        over = [key for key in case.subprocesses if key not in alive or alive[key]._state & _FINISHED]
        if not over:
            return
        for key in over:
            for task in case.subprocesses.pop(key).tasks.values():
                case.event_manager.remove_task(task)


def _shorten(workflow: Any) -> None:
    tasks = workflow.tasks
    needed = _needed(workflow)
    droppable = [task for task in tasks.values() if task._state & _FINISHED and task.id not in needed]
    for task in reversed(droppable):  # children come after their parents, so leaves first
        if not task._children:
            tasks[task._parent]._children.remove(task.id)
            del tasks[task.id]
    for task in droppable:
        if task.id in tasks and len(task._children) == 1:
            child = tasks[task._children[0]]
            if child._state & _FINISHED and child.id not in needed:
                parent = tasks[task._parent]
                parent._children[parent._children.index(task.id)] = child.id
                child._parent = parent.id
                del tasks[task.id]


def _needed(workflow: Any) -> set[int]:
    """The finished tasks that something still counts on."""
    needed = {workflow.task_tree.id}
    for task in workflow.tasks.values():
        spec = task.task_spec
        if isinstance(spec, UnstructuredJoin) and not isinstance(spec, _EndJoin):
            needed |= {task.id, task._parent}
        elif isinstance(spec, EventSplit) and not _is_settled(task):
            needed |= {task.id, *task._children}
        elif isinstance(spec, LoopTask) and not task._state & _FINISHED:
            needed |= set(task._children)
    return needed


def _is_settled(split: Any) -> bool:
    """The activity and its boundary events are all over, so its join will not look at them again."""
    children = split.children
    activity = [task for task in children if not isinstance(task.task_spec, BoundaryEvent)]
    return bool(activity) and all(task._state & _FINISHED for task in children)
