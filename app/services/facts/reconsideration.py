"""What the diagram of the reconsideration asks of the tables: its days, its outcome, whom to tell."""

from __future__ import annotations

from typing import Any

from app.services import reconsiderations
from app.services.facts.registry import fact
from app.services.work import Work


@fact("appeal")
def appeal(work: Work) -> dict[str, Any]:
    """The last days for advice and decision, the outcome, and the roles on the side of who asked."""
    row = reconsiderations.in_hand(work)
    return {
        "advice_due": row.advice_due.isoformat(),
        "decision_due": row.decision_due.isoformat() if row.decision_due else None,
        "outcome": row.outcome,
        "asking": [role.value for role in reconsiderations.asking_side(work)],
    }
