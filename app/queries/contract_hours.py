"""What other contract hours do to the sums they touch: quota, quarters, money; and that they leave the term alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from app.domain.finding import Finding
from app.domain.headcount import check_scale
from app.domain.quarter import Quarter, quarter_of
from app.models.clock import today
from app.models.organisation import Organisation
from app.queries import rules
from app.services.employments import Change
from app.services.headcount import Portion, fte_by_quarter, quota_taken
from app.services.terms import term_of

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Sums:
    """Before and after: the fraction, the quota that is taken, the quarters of the year, the amount of a year.

    `amounts` is None while the amount per full-time equivalent is not set. `last_day` is of the trajectory, unchanged.
    """

    fraction: tuple[Decimal, Decimal]
    taken: tuple[Decimal, Decimal]
    quota: float | None
    quarters: tuple[tuple[Quarter, Decimal, Decimal], ...]
    findings: tuple[Finding, ...]
    amounts: tuple[Decimal, Decimal] | None
    last_day: date | None


def sums(session: Session, change: Change) -> Sums:
    """Work out what a change of hours touches (the caller checked it: app/services/employments.py::planned)."""
    before, after = change.before, change.after
    difference = after.fraction - before.fraction
    year = quarter_of(after.starts_on).year_round()
    portion = Portion(difference, after.starts_on, after.ends_on)
    now = fte_by_quarter(session, after.organisation_id, year, {})
    then = fte_by_quarter(session, after.organisation_id, year, {}, [portion])
    taken = quota_taken(session, after.organisation_id, after.starts_on)
    will_be = taken - before.fraction * before.within_quota + after.fraction * after.within_quota
    held = rules.at(session, after.starts_on)
    amount = held.number("geld.jaarbedragPerVte") if held.is_set("geld.jaarbedragPerVte") else None
    term = term_of(session, change.trajectory, today(session))
    return Sums(
        fraction=(before.fraction, after.fraction),
        taken=(taken, will_be),
        quota=session.get_one(Organisation, after.organisation_id).quota_fte,
        quarters=tuple((quarter, was, will) for (quarter, was), (_, will) in zip(now, then, strict=True)),
        findings=check_scale(then[-1][1], held) if difference < 0 else (),
        amounts=(_money(amount * before.fraction), _money(amount * after.fraction)) if amount is not None else None,
        last_day=term.last_day if term else None,
    )


def _money(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
