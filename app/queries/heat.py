"""How warm each step of a process is: how many cases stand there, how long they stayed, how often it was late.

Who sees the figures of all cases without seeing the cases is told «fewer than five» where there are few, so that nobody
can be picked out of a number.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, Select, and_, literal_column, select, true
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.calendar import start_of_day
from app.models.case import Case
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.task import Task
from app.queries.visible import visible_case, visible_organisation

FEW = 5
_DAY = 86_400
_LEVELS = 5
_MOST = 50_000  # stays that are looked at: the newest
_ENTERPRISES = 500


@dataclass(frozen=True)
class Warmth:
    """One step: cases that stand there now, stays that ended in the period, days of a stay, and the late share.

    None: too few to tell. `level` is 0 (nobody) to 5 (as many as anywhere).
    """

    element: str
    name: str
    here: int | None
    stays: int | None
    median_days: float | None
    longest_days: float | None
    late_percent: int | None
    level: int


@dataclass(frozen=True)
class Heat:
    """The steps of a process where anybody stood. `suppressed`: small numbers are not told."""

    steps: list[Warmth]
    suppressed: bool


@dataclass
class _Gathered:
    """What is counted of one step."""

    name: str = ""
    here: int = 0
    late: int = 0
    days: list[float] = field(default_factory=list)


def of_process(
    session: Session, actor: Actor, process: str, begins: date, ends: date, organisation_id: int | None = None
) -> Heat:
    """The heat of `process`, the stays that ended from `begins` to `ends`; in one enterprise when it is named."""
    suppressed = actor.oversees and not actor.case_scope().everything
    scope = _scope(actor, organisation_id)
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    at = now(session)
    rows = (row for query in _rows(process, scope, begins, ends) for row in session.execute(query))
    for element, name, opened, done, due in rows:
        one = found[element]
        one.name = name
        one.late += due is not None and (done or at) > due
        one.here += done is None
        one.days.append(((done or at) - opened).total_seconds() / _DAY)
    warmest = max((one.here for one in found.values()), default=0)
    steps = [_warmth(element, one, warmest, suppressed) for element, one in found.items()]
    return Heat(sorted(steps, key=lambda step: (-step.level, step.name)), suppressed)


def enterprises(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The enterprises whose figures the actor may choose, by name."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == "enterprise", visible_organisation(actor))
        .order_by(Organisation.name)
        .limit(_ENTERPRISES)
    )
    return [(row.id, row.name) for row in rows]


def _scope(actor: Actor, organisation_id: int | None) -> ColumnElement[bool]:
    seen = true() if actor.oversees else visible_case(actor)
    return seen if organisation_id is None else and_(seen, Case.organisation_id == organisation_id)


def _rows(
    process: str, scope: ColumnElement[bool], begins: date, ends: date
) -> tuple[Select[tuple[str, str, datetime, datetime | None, datetime | None]], ...]:
    """The open tasks, and the newest of those done in the period: each has an index of its own."""
    of_task = (
        select(Task.element, Task.name, Task.created_at, Task.done_at, Task.due_at)
        .join(Case, Case.id == Task.case_id)
        .where(Task.process == process, scope)
    )
    open_ones = of_task.where(literal_column("task.status = 'open'"))  # as the partial index says it
    ended = of_task.where(
        literal_column("task.status = 'done'"),
        Task.done_at >= start_of_day(begins),
        Task.done_at < start_of_day(ends + timedelta(days=1)),
    )
    return open_ones, ended.order_by(Task.done_at.desc()).limit(_MOST)


def _warmth(element: str, one: _Gathered, warmest: int, suppressed: bool) -> Warmth:
    days = one.days
    few = suppressed and len(days) < FEW
    here = None if suppressed and 0 < one.here < FEW else one.here
    level = -(-one.here * _LEVELS // warmest) if warmest else 0
    if here is None:
        level = 1
    ended = len(days) - one.here
    return Warmth(
        element,
        one.name,
        here,
        None if suppressed and 0 < ended < FEW else ended,
        None if few else median(days),
        None if few else max(days),
        None if few else round(100 * one.late / len(days)),
        level,
    )
