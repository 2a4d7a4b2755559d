"""A form that was opened before the case went on: who was first, and when (security row 27)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Stale
from app.domain.text import say
from app.models.audit import Audit
from app.models.case import Case
from app.models.user import User


def stale(session: Session, case: Case) -> Stale:
    """The refusal of answers that were given to an earlier state of the case; names the last one who acted on it."""
    last = session.execute(
        select(User.name, Audit.at)
        .join(User, User.id == Audit.actor_id, isouter=True)
        .where(Audit.case_id == case.id)
        .order_by(Audit.number.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.name is None:
        return Stale(say("Het dossier is intussen veranderd. Kijk uw antwoorden na en bevestig opnieuw."))
    return Stale(
        say(
            "Het dossier is intussen veranderd door %(who)s, op %(at)s. Kijk uw antwoorden na en bevestig opnieuw.",
            who=last.name,
            at=last.at,
        )
    )
