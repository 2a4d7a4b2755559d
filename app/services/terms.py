"""The legal term of a trajectory, from what stands in the tables (the sum itself: app/domain/term.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain import suspension as sums
from app.domain.codes import SuspensionKind
from app.domain.term import MonthsAndDays, Term, legal_end
from app.models.suspension import ACCEPTED, Suspension
from app.models.trajectory import Trajectory
from app.queries import rules


def term_of(session: Session, trajectory: Trajectory, as_of: date, extension_months: int | None = None) -> Term | None:
    """The term of a trajectory as it stands on `as_of`; None while no clock runs.

    `extension_months` other than None asks what it would be with that extension. Accepted suspensions count; one whose
    end is not confirmed counts up to its expected day (or `as_of` when that is later), and the term is provisional.
    """
    return term_with(session, trajectory, accepted_suspensions(session, trajectory.id), as_of, extension_months)


def term_with(
    session: Session,
    trajectory: Trajectory,
    suspensions: Sequence[Suspension],
    as_of: date,
    extension_months: int | None = None,
) -> Term | None:
    """The term with just these suspensions: what it was before one, or would be after."""
    if trajectory.clock_start is None:
        return None
    term = legal_end(
        trajectory.clock_start,
        years=trajectory.max_years,
        extension_months=trajectory.extension_months if extension_months is None else extension_months,
        suspensions=[_as_counted(each, as_of) for each in suspensions],
        used_elsewhere=MonthsAndDays(trajectory.used_months, trajectory.used_days),
        rules=rules.at(session, trajectory.clock_start),
        as_of=as_of,
    )
    expected = any(each.ends_on is None and each.expected_on is not None for each in suspensions)
    return replace(term, provisional=True) if expected else term


def terms_of(session: Session, trajectories: Sequence[Trajectory], as_of: date) -> dict[int, Term]:
    """The terms of these trajectories by id, where a clock runs; their suspensions come in one statement."""
    suspensions: dict[int, list[Suspension]] = {each.id: [] for each in trajectories}
    for row in session.scalars(
        select(Suspension)
        .where(Suspension.trajectory_id.in_(list(suspensions)), Suspension.status == ACCEPTED)
        .order_by(Suspension.starts_on, Suspension.id)
    ):
        suspensions[row.trajectory_id].append(row)
    terms = {each.id: term_with(session, each, suspensions[each.id], as_of) for each in trajectories}
    return {trajectory_id: term for trajectory_id, term in terms.items() if term is not None}


def accepted_suspensions(session: Session, trajectory_id: int) -> Sequence[Suspension]:
    """The suspensions that count, oldest first."""
    # All of them are read once in a session and looked at each time: a decision changes a row, never the rows there are
    # (who reports a suspension adds one that does not count yet).
    known: dict[int, Sequence[Suspension]] = db.known(session).setdefault("suspensions", {})
    if trajectory_id not in known:
        of_trajectory = select(Suspension).where(Suspension.trajectory_id == trajectory_id)
        known[trajectory_id] = session.scalars(of_trajectory.order_by(Suspension.starts_on, Suspension.id)).all()
    accepted = [each for each in known[trajectory_id] if each.status == ACCEPTED]
    return sorted(accepted, key=lambda each: (each.starts_on, each.id))


def is_suspended(session: Session, trajectory_id: int, on: date) -> bool:
    """Whether an accepted suspension holds on a day, or still runs."""
    return any(
        each.starts_on <= on and (each.ends_on is None or on <= each.ends_on)
        for each in accepted_suspensions(session, trajectory_id)
    )


def _as_counted(row: Suspension, as_of: date) -> sums.Suspension:
    last = row.ends_on
    if last is None and row.expected_on is not None:
        last = max(row.expected_on, as_of)
    return sums.Suspension(row.starts_on, last, SuspensionKind(row.kind), row.stops_clock)
