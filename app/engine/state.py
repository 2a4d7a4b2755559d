"""The lean codec: a case at rest as bytes, and back. Specifications are shared and never stored; history is not kept.

A state is a digest, then JSON: format, definition, variables, rows of the case, rows of what runs inside it. A row is
[id, parent's position, state, element, triggered, notes, item] without the empty tail. Predicted tasks are not
stored: they are made again when their predecessor runs (live.py). The digest finds a damaged or cut state before it
is trusted (security.md 21); only these rows are ever read back, no class or code is named in them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.event import Event
from SpiffWorkflow.util.task import TaskState

from app.domain.text import say
from app.engine.definition import Definition
from app.engine.errors import EngineError
from app.engine.events import Events
from app.engine.live import EVALUATOR, LiveSubprocess, LiveTask, LiveWorkflow
from app.engine.run import Run

FORMAT = 1
_DIGEST = 8
_NOT_STORED = TaskState.PREDICTED_MASK | TaskState.FUTURE
_FINISHED = TaskState.FINISHED_MASK
_TRIGGERED, _NOTES, _DATA = 4, 5, 6  # where a row has them, if it is that long
_FLEETING = frozenset({"seen_events", "event_fired"})  # set and used within one run


def dump(case: LiveWorkflow) -> bytes:
    """A case at rest as bytes. Call after `prune`."""
    content = orjson.dumps(
        (
            FORMAT,
            case.run.definition.content_hash,
            {name: value for name, value in case.data.items() if value is not None},
            case.completed,
            _rows(case),
            [(key, inner.spec.name, _rows(inner)) for key, inner in case.subprocesses.items()],
        )
    )
    return _digest(content) + content


Content = tuple[dict[str, Any], bool, list[Any], list[Any]]  # variables, over or not, rows, rows of what runs inside


def load(definition: Definition, state: bytes, run: Run) -> LiveWorkflow:
    """The case of a state. EngineError when it is damaged or belongs to another version."""
    return build(definition, content_of(definition, state), run)


def build(definition: Definition, content: Content, run: Run) -> LiveWorkflow:
    """The case of what a state holds. KeyError when its rows name what the definition does not have."""
    variables, completed, rows, inner = content
    case = LiveWorkflow.__new__(LiveWorkflow)
    case.run, case.parent_task = run, None
    _shell(case, definition.spec)
    case.subprocess_specs, case.subprocesses = definition.specs, {}
    case.bpmn_events, case.event_manager = [], Events(case)
    case.script_engine = EVALUATOR
    _fill(case, rows, case.event_manager)
    case.data, case.completed = variables, completed
    owners = {task.id: task for task in case.tasks.values()}
    for key, name, inner_rows in inner:  # parents come before what runs inside them
        owner = owners[key]
        subprocess = LiveSubprocess.__new__(LiveSubprocess)
        subprocess.parent_task_id, subprocess.top_workflow = key, case
        subprocess.depth = owner.workflow.depth + 1
        _shell(subprocess, definition.specs[name])
        case.subprocesses[key] = subprocess
        _fill(subprocess, inner_rows, case.event_manager)
        subprocess.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
        owners.update({task.id: task for task in subprocess.tasks.values()})
    return case


def content_of(definition: Definition, state: bytes) -> Content:
    """What a state holds. EngineError when it is damaged or belongs to another version."""
    digest, content = state[:_DIGEST], state[_DIGEST:]
    if not content or digest != _digest(content):
        raise EngineError(definition.process, "", say("De bewaarde toestand van dit dossier is beschadigd."))
    written, content_hash, *rest = orjson.loads(content)
    read = _READERS.get(written) if isinstance(written, int) else None
    if read is None:
        raise EngineError(definition.process, "", say("Een nieuwere versie van Traject bewaarde deze toestand."))
    if content_hash != definition.content_hash:
        raise EngineError(definition.process, "", say("De bewaarde toestand hoort bij een andere versie."))
    return read(rest)


def _read_1(rest: list[Any]) -> Content:
    variables, completed, rows, inner = rest
    return variables, completed, rows, inner


# How each format that was ever written is read. A new one gets a line, `FORMAT`, and states in tests/engine/states/;
# the old lines stay for as long as a database may hold such states.
_READERS: dict[int, Callable[[list[Any]], Content]] = {1: _read_1}


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


def _rows(workflow: Any) -> list[list[Any]]:
    tasks = [task for task in workflow.tasks.values() if not task._state & _NOT_STORED or task.triggered]
    position = {task.id: index for index, task in enumerate(tasks)}
    return [_row(task, position) for task in tasks]


def _row(task: Any, position: dict[int, int]) -> list[Any]:
    above = task._parent
    row: list[Any] = [task.id, -1 if above is None else position[above], task._state, task.task_spec.name]
    notes: Any = 0
    data: Any = 0
    if not task._state & _FINISHED:
        notes, data = {key: note for key, note in task.internal_data.items() if key not in _FLEETING} or 0, task.data
    if data:
        row += (1 if task.triggered else 0, notes, data)
    elif notes:
        row += (1 if task.triggered else 0, notes)
    elif task.triggered:
        row.append(1)
    return row


def _shell(workflow: Any, spec: Any) -> None:
    workflow.spec, workflow.data, workflow.tasks = spec, {}, {}
    workflow.locks, workflow.correlations = {}, {}
    workflow.completed_event, workflow.task_removed_event = Event(), Event()
    workflow.last_task, workflow.success, workflow.completed = None, True, False


def _fill(workflow: Any, rows: list[list[Any]], events: Events) -> None:
    specs, tasks = workflow.spec.task_specs, workflow.tasks
    ids: list[int] = [row[0] for row in rows]
    children: list[list[int]] = []
    for row in rows:
        task_id, parent, state, name, *_ = row
        size, spec = len(row), specs[name]
        below: list[int] = []
        task = LiveTask.__new__(LiveTask)
        task.__dict__ = {
            "id": task_id,
            "workflow": workflow,
            "_parent": ids[parent] if parent >= 0 else None,
            "_children": below,
            "_state": state,
            "triggered": size > _TRIGGERED and bool(row[_TRIGGERED]),
            "task_spec": spec,
            "thread_id": 0,
            "data": row[_DATA] if size > _DATA else {},
            "internal_data": (row[_NOTES] or {}) if size > _NOTES else {},
            "last_state_change": 0.0,
        }
        if parent >= 0:
            children[parent].append(task_id)
        children.append(below)
        tasks[task_id] = task
        if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
            events.add_task(task)
    workflow.task_tree = tasks[ids[0]]
