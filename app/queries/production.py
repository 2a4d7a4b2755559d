"""What must not be in a database that real people's data goes into (contract §2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.models.clock import Clock
from app.models.user import User

_DEMO_ADDRESSES = "%@demo.example"


def why_not_in_production(session: Session) -> str | None:
    """Why production cannot run on this database: demo accounts, or a simulated clock. None when nothing is wrong.

    A database without tables yet has neither.
    """
    try:
        if session.scalars(select(User.id).where(User.email.like(_DEMO_ADDRESSES)).limit(1)).first() is not None:
            return (
                "DATABASE_URL holds demo accounts, whose password everybody knows. Production needs its own database."
            )
        if session.scalars(select(Clock.id).where(Clock.simulated_at.is_not(None)).limit(1)).first() is not None:
            return "DATABASE_URL holds a simulated clock. Production needs its own database."
    except DBAPIError:
        session.rollback()  # no tables, or no database to reach: /readyz tells that
    return None
