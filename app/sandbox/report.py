"""What a trial showed: what happened when, which steps were reached, how long people waited, what came too late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app import engine
from app.domain.calendar import local_date
from app.models import task as tasks
from app.models.case import Case, Step
from app.models.clock import now
from app.models.evaluation import Evaluation
from app.models.firing import Firing
from app.models.record import Document, Notice
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.services.terms import term_of


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: when, what kind of thing, its name; for a task who did it and by when it was due."""

    at: datetime
    kind: str
    name: str
    role: str = ""
    due_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether a task was done after its date."""
        return self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True)
class Wait:
    """How long a step stood open, in days: the middle and the longest; how often it was done after its date."""

    process: str
    element: str
    name: str
    times: int
    median_days: float
    longest_days: float
    late: int


@dataclass(frozen=True)
class Report:
    """The outcome of a trial. `visits`: how often each element was passed, by process.

    `letters` by title, `mails` by the role they went to. `terms_missed`: trajectories whose legal last day passed
    before an evaluation was signed.
    """

    cases: int
    ended: Mapping[str, int]
    still_open: int
    visits: Mapping[str, Mapping[str, int]]
    never: tuple[tuple[str, str, str], ...]
    waits: tuple[Wait, ...]
    timeline: tuple[Moment, ...]
    letters: Mapping[str, int]
    mails: Mapping[str, int]
    terms_missed: int


def report(session: Session, bundles: Mapping[str, engine.Bundle], process: str) -> Report:
    """Read what happened in the throw-away database; the timeline is that of the first case of `process`."""
    own = session.execute(select(Case.id, Case.end_event).where(Case.process == process, Case.state != b"")).all()
    ended: dict[str, int] = defaultdict(int)
    for row in own:
        if row.end_event:
            ended[row.end_event] += 1
    visits = _visits(session)
    first = min((row.id for row in own), default=0)
    return Report(
        cases=len(own),
        ended=dict(ended),
        still_open=sum(row.end_event is None for row in own),
        visits=visits,
        never=tuple(_never(bundles, visits)),
        waits=tuple(_waits(session)),
        timeline=tuple(timeline(session, first)),
        letters=_counts(session, select(func.max(Document.title), func.count()).group_by(Document.kind)),
        mails=_counts(session, select(Notice.role, func.count()).group_by(Notice.role)),
        terms_missed=_terms_missed(session),
    )


def _counts(session: Session, query: Select[tuple[str, int]]) -> dict[str, int]:
    rows = session.execute(query.order_by(func.count().desc())).all()
    return {row[0]: row[1] for row in rows}


def _terms_missed(session: Session) -> int:
    day, missed = local_date(now(session)), 0
    signed = select(Evaluation.trajectory_id, func.min(Evaluation.signed_at)).where(Evaluation.signed_at.is_not(None))
    first = {row[0]: row[1] for row in session.execute(signed.group_by(Evaluation.trajectory_id))}
    for trajectory in session.scalars(select(Trajectory).where(Trajectory.clock_start.is_not(None))):
        term = term_of(session, trajectory, min(day, trajectory.ended_on or day))
        evaluated = first.get(trajectory.id)
        until = local_date(evaluated) if evaluated else trajectory.ended_on or day
        missed += term is not None and until > term.last_day
    return missed


def _visits(session: Session) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for process, element in session.execute(select(Step.process, Step.element)):
        found[process][element] += 1
    return {process: dict(elements) for process, elements in found.items()}


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


def _waits(session: Session) -> Iterable[Wait]:
    spans: dict[tuple[str, str, str], list[tuple[float, bool]]] = defaultdict(list)
    rows = session.execute(
        select(Task.process, Task.element, Task.name, Task.created_at, Task.done_at, Task.due_at).where(
            Task.status == tasks.DONE
        )
    )
    for process, element, name, opened, done, due in rows:
        late = due is not None and done > due
        spans[(process, element, name)].append(((done - opened).total_seconds() / 86_400, late))
    found = [
        Wait(
            *key,
            len(each),
            median(days for days, _ in each),
            max(days for days, _ in each),
            sum(was_late for _, was_late in each),
        )
        for key, each in spans.items()
    ]
    return sorted(found, key=lambda wait: -wait.longest_days)


def timeline(session: Session, case_id: int) -> list[Moment]:
    """What happened in one case, in order."""
    return sorted(_timeline(session, case_id), key=lambda moment: moment.at)


def _timeline(session: Session, case_id: int) -> Iterable[Moment]:
    done = select(Task.done_at, Task.name, Task.role, Task.due_at).where(
        Task.case_id == case_id, Task.status == tasks.DONE
    )
    for at, name, role, due in session.execute(done):
        yield Moment(at, "task", name, role, due)
    notices = select(Notice.created_at, Notice.subject, Notice.role).where(Notice.case_id == case_id)
    for at, subject, role in session.execute(notices):
        yield Moment(at, "mail", subject, role)
    for at, title in session.execute(select(Document.created_at, Document.title).where(Document.case_id == case_id)):
        yield Moment(at, "letter", title)
    for at, name in session.execute(select(Firing.fired_at, Firing.name).where(Firing.case_id == case_id)):
        yield Moment(at, "timer", name)
    ends = select(Step.at, Step.name).where(Step.case_id == case_id, Step.kind == "endEvent")
    for at, name in session.execute(ends):
        yield Moment(at, "end", name)
