"""The rows of one scope of a case, rewritten for another version: renamed, dropped where over, boundary events added.

Read as rows and not as a live case: a row may name an element that the new version does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, EventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from app.engine.live import new_key

_PREDICTED = TaskState.PREDICTED_MASK | TaskState.FUTURE
_LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_PARTS = (".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")


@dataclass(eq=False)
class Row:
    """A task at rest. `spec` is its specification in the new version; None where that has none of its kind."""

    key: int
    above: Row | None
    state: int
    old: Any
    triggered: int
    notes: dict[str, Any]
    data: dict[str, Any]
    spec: Any = None
    added: bool = False

    @property
    def is_live(self) -> bool:
        """It waits, is open or runs."""
        return bool(self.state & _LIVE)

    @property
    def element(self) -> str:
        """The drawn element in the version it comes from; empty where nothing is drawn."""
        return getattr(self.old, "bpmn_id", None) or ""


@dataclass
class Fitted:
    """The rows of one scope in the new version, and what became of those that have no place in it."""

    rows: list[Row]
    unplaced: list[Row] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)

    def joins(self) -> Iterator[tuple[Row, Row]]:
        """(join, arrived predecessor) for every joining gateway that has not gone on yet."""
        gone = {row.spec.name for row in self.rows if row.state & (TaskState.COMPLETED | TaskState.READY)}
        for row in self.rows:
            if is_join(row.spec) and row.spec.name not in gone and row.above is not None:
                yield row, row.above

    def stored(self) -> list[list[Any]]:
        """The rows as the codec keeps them."""
        position = {row: index for index, row in enumerate(self.rows)}
        return [
            [row.key, position[row.above] if row.above else -1, row.state, row.spec.name, row.triggered,
             row.notes, row.data]
            for row in self.rows
        ]  # fmt: skip


def is_join(spec: Any) -> bool:
    """A drawn gateway where parallel branches meet."""
    return isinstance(spec, UnstructuredJoin) and not isinstance(spec, _EndJoin) and len(spec.inputs) > 1


def fit(stored: list[list[Any]], old: Any, new: Any, renamed: Callable[[str], str]) -> Fitted:
    """The rows of scope `old` in scope `new`; `renamed` gives the new name of an element of the old version."""
    rows = _read(stored, old)
    for row in rows:
        row.spec = _counterpart(row.old, new, renamed)
    fitted = Fitted(rows)
    arrived = {row.above for row in rows if is_join(row.old) and not row.state & TaskState.COMPLETED}
    for row in rows:
        if row.spec is None or not _in_place(row):
            _judge(row, fitted, row in arrived)
        elif isinstance(row.spec, BoundaryEventJoin) and row.above is not None and row.above.spec is None:
            row.spec = None  # made anew when the activity is over
    dropped = {row for row in rows if row.spec is None}
    for row in rows:
        if row.above in dropped:
            row.above = _up(row.above, dropped)
    fitted.rows = [row for row in rows if row not in dropped]
    for row in list(fitted.rows):
        if row.is_live and not isinstance(row.spec, BoundaryEvent):
            _add_boundaries(fitted.rows, row, new)
    return fitted


def _read(stored: list[list[Any]], old: Any) -> list[Row]:
    """What is stored, without what was only predicted: that is predicted anew."""
    everything: list[Row] = []
    for key, above, state, name, *rest in stored:
        triggered, notes, data = (*rest, 0, 0, 0)[:3]
        parent = everything[above] if above >= 0 else None
        everything.append(Row(key, parent, state, old.task_specs[name], triggered, notes or {}, data or {}))
    return [row for row in everything if not row.state & _PREDICTED or row.triggered]


def _counterpart(spec: Any, new: Any, renamed: Callable[[str], str]) -> Any:
    if isinstance(spec, _EndJoin):
        return next(each for each in new.task_specs.values() if isinstance(each, _EndJoin))
    part = next((part for part in _PARTS if spec.name.endswith(part)), "")
    found = new.task_specs.get(renamed(spec.name.removesuffix(part)) + part)
    return found if type(found) is type(spec) else None


def _in_place(row: Row) -> bool:
    """A boundary event still hangs on the activity it watched."""
    if not isinstance(row.spec, BoundaryEvent) or row.above is None or row.above.spec is None:
        return True
    return row.spec in row.above.spec.outputs


def _judge(row: Row, fitted: Fitted, arrived: bool) -> None:
    """A row without a place in the new version: history and watchers may go, what something waits for may not."""
    row.spec = None
    if row.is_live and isinstance(row.old, BoundaryEvent):
        fitted.lost.append(row)
    elif row.element and (row.is_live or arrived):
        fitted.unplaced.append(row)


def _up(row: Row | None, dropped: set[Row]) -> Row | None:
    """The nearest row above that stays; never a boundary split, which counts what stands right below it."""
    while row is not None and (row in dropped or isinstance(row.old, EventSplit)):
        row = row.above
    return row


def _add_boundaries(rows: list[Row], activity: Row, new: Any) -> None:
    """Let the new version's boundary events watch an activity that is already under way, from when it began."""
    split = new.task_specs.get(f"{activity.spec.name}.BoundaryEventSplit")
    if split is None:
        return
    above = activity.above
    if above is None or not isinstance(above.spec, BoundaryEventSplit):
        above = Row(new_key(), activity.above, TaskState.COMPLETED, split, 0, {}, {}, split)
        rows.insert(rows.index(activity), above)
        activity.above = above
    watched = {row.spec.name for row in rows if row.above is above}
    began = {"since": activity.notes["since"]} if "since" in activity.notes else {}
    for event in split.outputs:
        if isinstance(event, BoundaryEvent) and event.name not in watched:
            rows.append(Row(new_key(), above, TaskState.WAITING, event, 0, dict(began), {}, event, added=True))
