"""How moved cases stood before is kept for as long as that can be undone, and not a day longer (security.md 34)."""

from __future__ import annotations

from sqlalchemy import not_, select, update

from app import db
from app.models.case import Case
from app.models.move import MovedCase
from app.queries.moves import can_be_undone

_BATCH = 500


def forget_what_is_past_undoing() -> int:
    """Empty what was kept of cases that went on since they moved; gives how many. That they moved stays on record."""
    past = (
        select(MovedCase.id)
        .join(Case, Case.id == MovedCase.case_id)
        .where(MovedCase.state.is_not(None), not_(can_be_undone()))
        .order_by(MovedCase.id)
        .limit(_BATCH)
    )
    forgotten = 0
    while True:
        with db.transaction() as session:
            ids = session.scalars(past).all()
            session.execute(update(MovedCase).where(MovedCase.id.in_(ids)).values(state=None, holders={}))
        if not ids:
            return forgotten
        forgotten += len(ids)
