"""Where somebody's trajectory stands, in one word."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.trajectory import Trajectory


def of_person(session: Session, person_id: int) -> str | None:
    """The status of a person's newest trajectory (codes.trajectory_status); None when there is none."""
    newest = select(Trajectory.status).where(Trajectory.person_id == person_id).order_by(Trajectory.id.desc()).limit(1)
    return session.scalar(newest)
