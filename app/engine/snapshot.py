"""What the engine hands back: the case at rest, as data for services to write down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from app.domain.calendar import BRUSSELS, InvalidMoment, parse_date, parse_moment
from app.domain.expressions import ExpressionError
from app.domain.text import say
from app.engine.drawn_elements import Element
from app.engine.errors import EngineError
from app.engine.inputs import read_input
from app.engine.live import LiveWorkflow
from app.engine.operations import Effect
from app.engine.prune import prune
from app.engine.run import Step
from app.engine.state import dump
from app.engine.timers import due_of
from app.engine.variables import Visible, item_of, visible


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for a person. `key` stays the same for as long as it is open."""

    key: str
    process: str
    element: str
    name: str
    role: str
    form: str
    due_at: datetime | None
    priority: int
    documentation: str
    properties: Mapping[str, str]
    variables: dict[str, Any]
    item: Any | None


@dataclass(frozen=True)
class DueTimer:
    """A timer that will go off by itself."""

    process: str
    element: str
    name: str
    due_at: datetime
    key: str


@dataclass(frozen=True, order=True)
class Waiting:
    """A message or signal a case waits for. `key` is the business key it asks for, as its diagram says it:
    empty for its subject, a word such as `organisation`, or `=` and a value."""

    kind: str
    name: str
    key: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A case at rest after one operation. `effects`, `steps` and the timers that `fired` are of this operation only."""

    state: bytes
    tasks: tuple[OpenTask, ...]
    timers: tuple[DueTimer, ...]
    messages: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    effects: tuple[Effect, ...]
    steps: tuple[Step, ...]
    fired: tuple[DueTimer, ...]
    variables: dict[str, Any]
    ended: bool
    end: str | None


def take_snapshot(case: LiveWorkflow) -> Snapshot:
    """The case as it stands. EngineError when it waits for nothing: such a case could never go on."""
    prune(case)
    run, ended = case.run, case.is_completed()
    tasks = () if ended else tuple(_open_task(case, task) for task in case.open_tasks())
    timers = () if ended else tuple(due_timers(case))
    waiting = () if ended else _waiting(case)
    if not (ended or tasks or timers or waiting):
        raise run.error(say("Het dossier zou hier blijven staan: niemand en niets kan het nog verder brengen."))
    return Snapshot(
        state=dump(case),
        tasks=tasks,
        timers=timers,
        messages=tuple(sorted({each.name for each in waiting if each.kind == "message"})),
        waiting=waiting,
        effects=tuple(run.effects),
        steps=tuple(run.steps),
        fired=tuple(run.fired),
        variables={name: value for name, value in case.data.items() if value is not None},
        ended=ended,
        end=run.end if ended else None,
    )


def due_timers(case: LiveWorkflow) -> list[DueTimer]:
    """Every armed timer of the case and of what runs inside it, in due order."""
    return sorted((_timer(case, task) for task in _armed(case)), key=lambda timer: timer.due_at)


def first_due(case: LiveWorkflow, now: datetime) -> DueTimer | None:
    """The first of the timers that is due, the one armed first of those due together; None when none is."""
    due = [(moment, task) for task in _armed(case) if (moment := due_of(task)) is not None and moment <= now]
    return _timer(case, min(due, key=lambda pair: pair[0])[1]) if due else None


def _armed(case: LiveWorkflow) -> Iterator[Any]:
    for task in case.event_manager.tasks.values():
        if "event_value" in task.internal_data and task.task_spec.timer is not None:
            yield task


def _timer(case: LiveWorkflow, task: Any) -> DueTimer:
    element, due = _element(case, task, task.task_spec.timer), due_of(task)
    assert due is not None  # it is armed
    return DueTimer(element.process, element.id, element.name, due, str(task.id))


def _waiting(case: LiveWorkflow) -> tuple[Waiting, ...]:
    found = set()
    for task in case.event_manager.tasks.values():
        for part, element in task.task_spec.called:
            if isinstance(part, MessageEventDefinition):
                found.add(Waiting("message", part.name, _key(case, task, _element(case, task, element))))
            else:
                found.add(Waiting("signal", part.name))
    return tuple(sorted(found))


def _key(case: LiveWorkflow, task: Any, element: Element) -> str:
    """The business key a step waits under: read anew each time, so that it follows the variables it names."""
    given = element.properties.get("key", "")
    if not given:
        return ""
    case.run.process, case.run.element = element.process, element.id
    try:
        return case.run.key(read_input(given), visible(task))
    except ExpressionError as error:
        raise case.run.error(error.text) from None


def _element(case: LiveWorkflow, task: Any, element: str) -> Element:
    return case.run.definition.elements[task.workflow.spec.process, element]


def _open_task(case: LiveWorkflow, task: Any) -> OpenTask:
    element, seen = _element(case, task, task.task_spec.bpmn_id), visible(task)
    return OpenTask(
        key=str(task.id),
        process=element.process,
        element=element.id,
        name=element.name,
        role=element.role,
        form=element.form,
        due_at=_due_at(task, element, seen),
        priority=element.priority,
        documentation=element.documentation,
        properties=element.properties,
        variables=dict(seen),
        item=item_of(task),
    )


def _due_at(task: Any, element: Element, seen: Visible) -> datetime | None:
    """The deadline of a task: fixed when it opened, or the variable it names, which may still move."""
    fixed = task.internal_data.get("due")
    if fixed is not None:
        return datetime.fromisoformat(fixed)
    return named_due(element, seen)


def named_due(element: Element, seen: Mapping[str, Any]) -> datetime | None:
    """The deadline that stands in the variable the element names. EngineError when it holds no date."""
    value = seen.get(element.due) if element.due else None
    if value is None:
        return None
    try:
        return _end_of_day(value) if "T" not in value else parse_moment(value)
    except (InvalidMoment, TypeError):
        raise EngineError(element.process, element.id, say("De uiterste datum van deze taak is geen datum.")) from None


def _end_of_day(value: str) -> datetime:
    """A task due on a day may be done until the end of it."""
    return datetime.combine(parse_date(value), time(23, 59, 59), BRUSSELS).astimezone(UTC)
