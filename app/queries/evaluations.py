"""The evaluations of an employee by VDAB, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.evaluation import Evaluation


def of_person(session: Session, person_id: int) -> Sequence[Evaluation]:
    """The evaluations of a person (the caller has checked that he may be seen)."""
    return session.scalars(
        select(Evaluation).where(Evaluation.person_id == person_id).order_by(Evaluation.id.desc())
    ).all()
