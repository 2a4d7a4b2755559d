"""Where a legal term would be missed: trajectories whose last day passed before an evaluation was signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.calendar import local_date, start_of_day
from app.models.case import Case
from app.models.clock import now
from app.models.evaluation import Evaluation
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.services.terms import term_of


@dataclass(frozen=True)
class Missed:
    """How many, and which steps stood open on that day, by name."""

    number: int
    where: Mapping[str, int]


def missed_terms(session: Session) -> Missed:
    """Of every trajectory in this throw-away world."""
    day, number, where = local_date(now(session)), 0, Counter[str]()
    signed = select(Evaluation.trajectory_id, func.min(Evaluation.signed_at)).where(Evaluation.signed_at.is_not(None))
    first = {row[0]: row[1] for row in session.execute(signed.group_by(Evaluation.trajectory_id))}
    for trajectory in session.scalars(select(Trajectory).where(Trajectory.clock_start.is_not(None))):
        term = term_of(session, trajectory, min(day, trajectory.ended_on or day))
        evaluated = first.get(trajectory.id)
        until = local_date(evaluated) if evaluated else trajectory.ended_on or day
        if term is not None and until > term.last_day:
            number += 1
            where.update(_open_on(session, trajectory.person_id, term.last_day))
    return Missed(number, dict(where.most_common()))


def _open_on(session: Session, person_id: int, day: date) -> set[str]:
    moment = start_of_day(day)
    return set(
        session.scalars(
            select(Task.name)
            .join(Case, Case.id == Task.case_id)
            .where(Case.person_id == person_id, Task.created_at <= moment)
            .where(or_(Task.done_at > moment, Task.status == "open"))
        )
    )
