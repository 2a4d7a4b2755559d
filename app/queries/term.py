"""The term of somebody's trajectory as pages show it: the bar, the sum behind it, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.evaluation import opens_on
from app.domain.term import Milestone, Term
from app.domain.term_bar import Segment, days_left, segments, used_days
from app.models.clock import today
from app.models.suspension import Suspension
from app.models.trajectory import Trajectory
from app.queries import rules
from app.services.terms import accepted_suspensions, term_of


@dataclass(frozen=True)
class TermView:
    """One term: the sum with its steps, the bar, the moments that matter. `year` is the year of the trajectory."""

    trajectory: Trajectory
    term: Term
    today: date
    segments: tuple[Segment, ...]
    days_used: int
    days_left: int
    year: int
    milestones: tuple[Milestone, ...]
    evaluation_opens_on: date
    suspensions: Sequence[Suspension]

    @property
    def years(self) -> int:
        """How many years the trajectory can last, the extension included."""
        return self.term.years + (1 if self.term.extension_months else 0)


def of_person(session: Session, person_id: int) -> TermView | None:
    """The term of a person's newest trajectory (the caller checked that he may be seen); None: no clock runs."""
    newest = select(Trajectory).where(Trajectory.person_id == person_id).order_by(Trajectory.id.desc()).limit(1)
    trajectory = session.scalars(newest).first()
    return of_trajectory(session, trajectory) if trajectory is not None else None


def of_trajectory(session: Session, trajectory: Trajectory) -> TermView | None:
    """The term of a trajectory today; None while no clock runs."""
    day = today(session)
    term = term_of(session, trajectory, day)
    if term is None:
        return None
    used = used_days(term, day)
    return TermView(
        trajectory=trajectory,
        term=term,
        today=day,
        segments=segments(term, day),
        days_used=used,
        days_left=days_left(term, day),
        year=1 + used * 4 // 1461,  # four years are 1461 days
        milestones=term.milestones(),
        evaluation_opens_on=opens_on(term, rules.at(session, day)),
        suspensions=accepted_suspensions(session, trajectory.id),
    )
