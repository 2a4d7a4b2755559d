"""Process variables: the few routing facts of a case, one set per case, declared in process.toml.

SpiffWorkflow gives every token its own copy of the data and merges copies where branches meet: a stale branch wins,
lists lose entries, a cancelled subprocess takes what it learned with it (engine.md D1-D4). Here a case has one set,
kept in the data of its top workflow, so the newest value is the value. Only an instance of a repeated subprocess or
call activity has values of its own, so that instances that run side by side do not overwrite each other; they end
with the instance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from app.domain.calendar import InvalidMoment, parse_moment
from app.engine.meta import VariableType

MAX_TEXT = 2_000
MAX_ITEMS = 1_000


class Visible(Mapping[str, Any]):
    """What a task sees: its own item first, then its instance's values, then the case's. Declared but unset is None."""

    def __init__(self, declared: Iterable[str], layers: list[Mapping[str, Any]]) -> None:
        self.declared, self.layers = declared, layers

    def __getitem__(self, name: str) -> Any:
        for layer in self.layers:
            if name in layer:
                return layer[name]
        if name in self.declared:
            return None
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter({name for layer in self.layers for name in layer})

    def __len__(self) -> int:
        return len({name for layer in self.layers for name in layer})


def visible(task: Any) -> Visible:
    """The variables a live task sees."""
    top = task.workflow.top_workflow
    layers = [layer.data for layer in _up(task) if layer.data]
    return Visible(top.run.definition.variables, [*layers, top.data])


def assign(task: Any, values: Mapping[str, Any]) -> None:
    """Set checked values where the task's surroundings keep them: its repeated instance, or else the case."""
    owner = next((around for around in _up(task) if around is not task and around.triggered), None)
    (owner or task.workflow.top_workflow).data.update(values)


def item_of(task: Any) -> Any | None:
    """The item of the repeated activity that the task is, or runs inside; None when nothing repeats."""
    return next((around.internal_data["item"] for around in _up(task) if "item" in around.internal_data), None)


def _up(task: Any) -> Iterator[Any]:
    """The task, then the subprocess or call it runs in, and so on up to the case."""
    top = task.workflow.top_workflow
    while task is not None:
        yield task
        if task.workflow is top:
            return
        task = top.get_task_from_id(task.workflow.parent_task_id)


def checked(declared: Mapping[str, VariableType], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Raises UndeclaredVariable or WrongVariable, naming the variable only."""
    kept = {}
    for name, value in values.items():
        kind = declared.get(name)
        if kind is None:
            raise UndeclaredVariable(name)
        if value is not None:
            value = _KINDS[kind](value.value if isinstance(value, Enum) else value)
            if value is None:
                raise WrongVariable(name)
        kept[name] = value
    return kept


def misfits(declared: Mapping[str, VariableType], values: Mapping[str, Any]) -> list[str]:
    """The names of values that are not of the kind declared, for whoever takes values from outside."""
    wrong = []
    for name, value in values.items():
        try:
            checked(declared, {name: value})
        except (UndeclaredVariable, WrongVariable):
            wrong.append(name)
    return wrong


class UndeclaredVariable(ValueError):
    """A value for a name that no process.toml of the bundle declares."""


class WrongVariable(ValueError):
    """A value of another kind than declared."""


def _text(value: object) -> str | None:
    fits = isinstance(value, str) and len(value) <= MAX_TEXT and "\x00" not in value
    return str(value) if fits else None


def _number(value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int):
        return value if abs(value) < 2**53 else None
    return float(value) if math.isfinite(value) else None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return None
    try:
        parse_moment(value)
    except InvalidMoment:
        return None
    return value


def _list(value: object) -> list[Any] | None:
    if not isinstance(value, (list, tuple)) or len(value) > MAX_ITEMS:
        return None
    fits = all(_is_scalar(item) or (isinstance(item, dict) and _is_flat(item)) for item in value)
    return list(value) if fits else None


def count_of(value: object) -> int | None:
    """How many times something is repeated, by a value worked out in a diagram; None when that is no count."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= MAX_ITEMS:
        return None
    return int(value) if value == int(value) else None


def _is_flat(item: Mapping[object, object]) -> bool:
    return all(
        isinstance(key, str) and not key.startswith("_") and key != "typename" and _is_scalar(part)
        for key, part in item.items()
    )


def _is_scalar(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, (str, int)) and (not isinstance(value, int) or abs(value) < 2**63))


_KINDS = {"text": _text, "number": _number, "boolean": _boolean, "date": _date, "list": _list}
