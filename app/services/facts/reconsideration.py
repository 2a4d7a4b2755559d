"""What the diagram of the reconsideration asks of the tables: its days, its outcome, whom to tell."""

from __future__ import annotations

from typing import Any

from app.domain.access import Role
from app.services import reconsiderations
from app.services.facts.registry import fact
from app.services.parties import parties_of
from app.services.work import Work

_ASKING_SIDE = (Role.WORKER, Role.COACH, Role.EMPLOYER)


@fact("appeal")
def appeal(work: Work) -> dict[str, Any]:
    """The last days for advice and decision, the outcome, and the roles on the side of who asked.

    The employee is always named: where he has no account, the case then shows that nobody was told.
    """
    row = reconsiderations.in_hand(work)
    parties = parties_of(work.session, work.case.id)
    return {
        "advice_due": row.advice_due.isoformat(),
        "decision_due": row.decision_due.isoformat() if row.decision_due else None,
        "outcome": row.outcome,
        "asking": [role.value for role in _ASKING_SIDE if role is Role.WORKER or role.value in parties],
    }
