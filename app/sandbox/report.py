"""What a trial showed: which steps were reached, how long people waited, what came too late, how it ended.

The reports of two parts of a trial make one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app import engine
from app.models import task as tasks
from app.models.case import Case, Step
from app.models.record import Document, Notice
from app.models.task import Task
from app.sandbox.missed import missed_terms
from app.sandbox.names import step_name
from app.sandbox.trail import Moment, Trail, read_trail, trail_of
from app.sandbox.waits import Wait, put_together, read_wait, waits_of

_STANDING = select(Task.name, func.count()).where(Task.status == tasks.OPEN).group_by(Task.name)


@dataclass(frozen=True)
class Report:
    """The outcome of a trial. `visits`: how often each element was passed, by process.

    `ended` by the name of the end event, `letters` by title, `mails` by the role they went to. `standing`: what cases
    that still run wait for, by the name of the task. `missed`: where trajectories stood when their legal last day
    passed without a signed evaluation, by the name of the step. `settled_at`: after how many cases nothing new was
    reached.
    """

    cases: int = 0
    ended: Mapping[str, int] = field(default_factory=dict)
    still_open: int = 0
    standing: Mapping[str, int] = field(default_factory=dict)
    visits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    never: tuple[tuple[str, str, str], ...] = ()
    waits: tuple[Wait, ...] = ()
    trail: Trail = field(default_factory=Trail)
    letters: Mapping[str, int] = field(default_factory=dict)
    mails: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    terms_missed: int = 0
    settled_at: int = 0

    @property
    def timeline(self) -> tuple[Moment, ...]:
        """What happened in the case of the trail."""
        return self.trail.moments

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"waits": [wait.as_json() for wait in self.waits]}


def read_report(kept: Mapping[str, Any]) -> Report:
    """As `as_json` wrote it."""
    return Report(
        **{
            **kept,
            "never": tuple((row[0], row[1], row[2]) for row in kept["never"]),
            "waits": tuple(read_wait(row) for row in kept["waits"]),
            "trail": read_trail(kept["trail"]),
        }
    )


def report(session: Session, bundles: Mapping[str, engine.Bundle], process: str) -> Report:
    """Read what happened in the throw-away database; the trail is that of the first case of `process`.

    Of parts that are put together, the trail is that of the case that came by the most steps.
    """
    own = session.execute(select(Case.id, Case.end_event).where(Case.process == process, Case.state != b"")).all()
    visits = _visits(session)
    first = min((row.id for row in own), default=0)
    missed = missed_terms(session)
    return Report(
        cases=len(own),
        ended=dict(Counter(step_name(process, row.end_event, bundles) for row in own if row.end_event)),
        still_open=sum(row.end_event is None for row in own),
        standing=_counts(session, _STANDING),
        visits=visits,
        never=tuple(_never(bundles, visits)),
        waits=tuple(waits_of(session)),
        trail=trail_of(session, first),
        letters=_counts(session, select(func.max(Document.title), func.count()).group_by(Document.kind)),
        mails=_counts(session, select(Notice.role, func.count()).group_by(Notice.role)),
        missed=missed.where,
        terms_missed=missed.number,
        settled_at=len(own),
    )


def together(bundles: Mapping[str, engine.Bundle], one: Report, other: Report) -> Report:
    """The report of two parts of a trial, `other` played after `one`."""
    visits = {
        process: _added(one.visits.get(process, {}), other.visits.get(process, {}))
        for process in [*one.visits, *(key for key in other.visits if key not in one.visits)]
    }
    is_new = any(visits[process].keys() - one.visits.get(process, {}).keys() for process in visits)
    cases = one.cases + other.cases
    return Report(
        cases=cases,
        ended=_added(one.ended, other.ended),
        still_open=one.still_open + other.still_open,
        standing=_added(one.standing, other.standing),
        visits=visits,
        never=tuple(_never(bundles, visits)),
        waits=tuple(put_together(one.waits, other.waits)),
        trail=max(one.trail, other.trail, key=lambda trail: len(trail.passages)),
        letters=_added(one.letters, other.letters),
        mails=_added(one.mails, other.mails),
        missed=_added(one.missed, other.missed),
        terms_missed=one.terms_missed + other.terms_missed,
        settled_at=cases if is_new else one.settled_at,
    )


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """The sums, the largest first."""
    return dict((Counter(one) + Counter(other)).most_common())


def _counts(session: Session, query: Select[tuple[str, int]]) -> dict[str, int]:
    rows = session.execute(query.order_by(func.count().desc(), query.selected_columns[0])).all()
    return {row[0]: row[1] for row in rows}


def _visits(session: Session) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    counted = select(Step.process, Step.element, func.count()).group_by(Step.process, Step.element)
    for process, element, number in session.execute(counted.order_by(Step.process, Step.element)):
        found.setdefault(process, {})[element] = number
    return found


def _never(
    bundles: Mapping[str, engine.Bundle], visits: Mapping[str, Mapping[str, int]]
) -> Iterable[tuple[str, str, str]]:
    """Named steps that no case came by, in the processes that were entered at all."""
    for process, bundle in bundles.items():
        if process not in visits:
            continue
        for element in engine.compile(bundle).elements.values():
            if element.process == process and element.name and element.id not in visits[process]:
                yield process, element.id, element.name
