"""Full-time equivalents of an enterprise from its contracts: by quarter, within its quota (domain.md §2.2, §5.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.quarter import Quarter
from app.models.employment import Employment
from app.models.trajectory import Trajectory

_THREE = Decimal("0.001")
_FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Portion:
    """A fraction that counts over a period; negative where hours become fewer. No `last`: it goes on."""

    fraction: Decimal
    first: date
    last: date | None = None


def fraction_of(hours_week: Decimal, fulltime_hours: Decimal) -> Decimal:
    """The contractual fraction, to four digits."""
    return (hours_week / fulltime_hours).quantize(_FOUR, ROUND_HALF_UP)


def quota_taken(session: Session, organisation_id: int, on: date) -> Decimal:
    """The fractions that count on a day: running trajectories within the quota."""
    total = session.scalar(
        select(func.sum(Employment.fraction))
        .join(Trajectory, Trajectory.id == Employment.trajectory_id)
        .where(
            Employment.organisation_id == organisation_id,
            Employment.within_quota,
            Employment.starts_on <= on,
            or_(Employment.ends_on.is_(None), Employment.ends_on >= on),
            Trajectory.ended_on.is_(None),
        )
    )
    return Decimal(str(total or 0)).quantize(_FOUR)


def fte_by_quarter(
    session: Session,
    organisation_id: int,
    quarters: Sequence[Quarter],
    ends: Mapping[int, date],
    changes: Sequence[Portion] = (),
) -> tuple[tuple[Quarter, Decimal], ...]:
    """The average of each quarter: every contract within a trajectory, by its days in the quarter (domain.md §5.2).

    `ends` says for trajectories that leave the enterprise what their last day there is; `changes` come on top of what
    stands in the tables.
    """
    rows = session.execute(
        select(Employment, Trajectory)
        .join(Trajectory, Trajectory.id == Employment.trajectory_id)
        .where(
            Employment.organisation_id == organisation_id,
            Trajectory.clock_start.is_not(None),
            Employment.starts_on <= quarters[-1].last,
            or_(Employment.ends_on.is_(None), Employment.ends_on >= quarters[0].first),
        )
    ).all()
    portions = list(changes)
    for employment, trajectory in rows:
        limits = (employment.ends_on, trajectory.ended_on, ends.get(trajectory.id))
        last = min((limit for limit in limits if limit is not None), default=None)
        portions.append(Portion(employment.fraction, employment.starts_on, last))
    return tuple((quarter, _average(quarter, portions)) for quarter in quarters)


def _average(quarter: Quarter, portions: Sequence[Portion]) -> Decimal:
    total = Decimal(0)
    for each in portions:
        last = quarter.last if each.last is None else min(each.last, quarter.last)
        days = (last - max(each.first, quarter.first)).days + 1
        total += each.fraction * max(days, 0) / quarter.days
    return total.quantize(_THREE, ROUND_HALF_UP)
