"""How warm each step of a process is: how many cases stand there, how long they stayed, how often it was late.

Who sees the figures of all cases without seeing the cases is not told small numbers, nor what would give them away:
an enterprise is left out where the total minus the others would tell it, and periods are whole years, so that one
minus another is never a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, Select, and_, literal_column, select, true
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.calendar import start_of_day
from app.domain.small_numbers import is_told, untold
from app.models.case import Case
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.task import Task
from app.queries.heat_waits import waits
from app.queries.visible import visible_case, visible_organisation

_DAY = 86_400
_LEVELS = 5
_MOST = 50_000  # stays that are looked at: the newest
_ENTERPRISES = 500


@dataclass(frozen=True)
class Warmth:
    """One step: cases that stand there now, stays that ended in the period, days of a stay, and the late share.

    None: not told. `level` is 0 (nobody) to 5 (as many as anywhere). `is_wait`: nobody has a task of this process here;
    how long a case stands at it is not counted.
    """

    element: str
    name: str
    here: int | None
    stays: int | None
    median_days: float | None
    longest_days: float | None
    late_percent: int | None
    level: int
    is_wait: bool = False


@dataclass(frozen=True)
class Heat:
    """The steps where anybody stood in a period. `suppressed`: small numbers are not told, periods are whole years."""

    steps: list[Warmth]
    suppressed: bool
    begins: date
    ends: date


@dataclass
class _Stays:
    """Stays at one step, in one enterprise or in all, and the cases they are of: by those it is told, for a case that
    does a step for each on a list has many stays there."""

    days: list[float] = field(default_factory=list)
    ended: int = 0
    late: int = 0
    here_now: set[int] = field(default_factory=set)
    been: set[int] = field(default_factory=set)
    been_late: set[int] = field(default_factory=set)

    def take(self, other: _Stays) -> None:
        """Count these in."""
        self.ended, self.late = self.ended + other.ended, self.late + other.late
        self.days += other.days
        self.here_now |= other.here_now


def is_suppressed(actor: Actor) -> bool:
    """Whether the actor sees the figures of cases he does not see."""
    return actor.oversees and not actor.case_scope().everything


def of_process(
    session: Session, actor: Actor, process: str, begins: date, ends: date, organisation_id: int | None = None
) -> Heat:
    """The heat of `process`, the stays that ended from `begins` to `ends`; in one enterprise when it is named."""
    suppressed = is_suppressed(actor)
    if suppressed:
        begins, ends = date(ends.year, 1, 1), date(ends.year, 12, 31)
    scope = true() if actor.oversees else visible_case(actor)
    if organisation_id is not None and not suppressed:  # who is told all needs no others beside it
        scope = and_(scope, Case.organisation_id == organisation_id)
    names, found = _counted(session, process, scope, begins, ends)
    asked = {step: parts for step, parts in found.items() if organisation_id is None or organisation_id in parts}
    steps = [_warmth(step, names[step], parts, organisation_id, suppressed) for step, parts in asked.items()]
    steps += _waits(session, process, scope, organisation_id, suppressed)
    warmest = max((step.here or 0 for step in steps), default=0)
    levelled = [replace(step, level=_level(step.here, warmest)) for step in steps]
    return Heat(sorted(levelled, key=lambda step: (-step.level, step.name)), suppressed, begins, ends)


def enterprises(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The enterprises whose figures the actor may choose, by name."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == "enterprise", visible_organisation(actor))
        .order_by(Organisation.name).limit(_ENTERPRISES)
    )  # fmt: skip
    return [(row.id, row.name) for row in rows]


def _counted(
    session: Session, process: str, scope: ColumnElement[bool], begins: date, ends: date
) -> tuple[dict[str, str], dict[str, dict[int, _Stays]]]:
    """The names of the steps, and what is counted of each, by enterprise (0: none)."""
    names: dict[str, str] = {}
    found: dict[str, dict[int, _Stays]] = defaultdict(lambda: defaultdict(_Stays))
    at = now(session)
    for query in _rows(process, scope, begins, ends):
        for element, name, case, organisation, opened, done, due in session.execute(query):
            names[element] = name
            one, is_late = found[element][organisation or 0], due is not None and (done or at) > due
            one.ended, one.late = one.ended + (done is not None), one.late + is_late
            one.days.append(((done or at) - opened).total_seconds() / _DAY)
            (one.here_now if done is None else one.been).add(case)
            if is_late:
                one.been_late.add(case)
    return names, found


def _rows(
    process: str, scope: ColumnElement[bool], begins: date, ends: date
) -> tuple[Select[tuple[str, str, int, int | None, datetime, datetime | None, datetime | None]], ...]:
    """The open tasks, and the newest of those done in the period: each has an index of its own."""
    of_task = (
        select(Task.element, Task.name, Case.id, Case.organisation_id, Task.created_at, Task.done_at, Task.due_at)
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


def _warmth(
    element: str, name: str, parts: Mapping[int, _Stays], organisation_id: int | None, suppressed: bool
) -> Warmth:
    shown = parts[organisation_id] if organisation_id is not None else _Stays()
    for part in parts.values() if organisation_id is None else ():
        shown.take(part)
    cases = {key: len(part.here_now | part.been) for key, part in parts.items()}
    here, ended, late, stays = (
        not suppressed or is_told(numbers, organisation_id)
        for numbers in (
            {key: len(part.here_now) for key, part in parts.items()},
            {key: len(part.been) for key, part in parts.items()},
            {key: len(part.been_late) for key, part in parts.items()},
            cases,
        )
    )
    # The longest stay of all may be that of an enterprise that is left out.
    alike = not suppressed or not untold(cases)
    return Warmth(
        element,
        name,
        len(shown.here_now) if here else None,
        shown.ended if ended else None,
        median(shown.days) if stays else None,
        max(shown.days) if stays and alike else None,
        round(100 * shown.late / len(shown.days)) if stays and late else None,
        0,
    )


def _waits(
    session: Session, process: str, scope: ColumnElement[bool], organisation_id: int | None, suppressed: bool
) -> Iterator[Warmth]:
    """Where cases stand without a task here. A call is not told where a step inside it is not: one minus the other."""
    for (step, name), standing in waits(session, process, scope).items():
        numbers = standing.numbers()
        here = sum(numbers[0].values()) if organisation_id is None else numbers[0].get(organisation_id, 0)
        told = not suppressed or all(is_told(parts, organisation_id) for parts in numbers)
        if here:
            yield Warmth(step, name, here if told else None, None, None, None, None, 0, is_wait=True)


def _level(here: int | None, warmest: int) -> int:
    """How warm a step is beside the others; what is not told is lukewarm."""
    if here is None:
        return 1
    return -(-here * _LEVELS // warmest) if warmest else 0
