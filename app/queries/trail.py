"""The way a case came: the elements of its diagrams it passed, of a closed case too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models.case import Step
from app.models.user import User
from app.queries import closed_rows
from app.queries.cases import ensure_visible


@dataclass(frozen=True)
class TrailStep:
    """An element the case came by."""

    process: str
    element: str
    name: str
    kind: str
    at: datetime
    who: str | None


def trail(session: Session, actor: Actor, case_id: int) -> list[TrailStep]:
    """The way a case came, oldest first."""
    ensure_visible(session, actor, case_id)
    rows: Sequence[Any] = session.execute(
        select(Step, User.name)
        .join(User, User.id == Step.actor_id, isouter=True)
        .where(Step.case_id == case_id)
        .order_by(Step.position)
    ).all()
    return [
        TrailStep(step.process, step.element, step.name, step.kind, step.at, who)
        for step, who in rows or _packed_trail(session, case_id)
    ]


def _packed_trail(session: Session, case_id: int) -> list[tuple[Step, str | None]]:
    steps = closed_rows.steps_of(session, case_id)
    people = select(User.id, User.name).where(User.id.in_({step.actor_id for step in steps}))
    names = {row.id: row.name for row in session.execute(people)}
    return [(step, names.get(step.actor_id)) for step in steps]
