"""The case that is being worked on: seen by who asks, and locked."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, undefer

from app.domain.access import Actor
from app.domain.errors import NotVisible
from app.models.case import Case
from app.models.clock import now
from app.queries.visible import visible_case
from app.services.work import Work


def locked_work(
    session: Session, actor: Actor, case_id: int, may: Callable[[Actor], ColumnElement[bool]] = visible_case
) -> Work:
    """A case the actor sees, or `may` take in hand otherwise, locked for this transaction. NotVisible for another."""
    case = session.scalars(
        select(Case).where(Case.id == case_id, may(actor)).options(undefer(Case.state)).with_for_update()
    ).first()
    if case is None:
        raise NotVisible()
    return Work(session, actor, now(session), case)
