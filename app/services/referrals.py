"""Referrals of the case in hand: the one being worked on, and those that came to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.models.referral import Referral
from app.services.work import Work


def current(work: Work) -> Referral | None:
    """The referral of this case that is not closed yet."""
    return next((referral for referral in of_case(work) if referral.closed_at is None), None)


def in_hand(work: Work) -> Referral:
    """The referral of this case; every step after the choice needs one."""
    found = current(work)
    if found is None:
        raise LookupError("no referral is open on this case")
    return found


def of_case(work: Work) -> Sequence[Referral]:
    """All referrals of this case, newest first."""
    return work.session.scalars(
        select(Referral).where(Referral.case_id == work.case.id).order_by(Referral.id.desc())
    ).all()
