"""Facts of the yearly plan for its diagrams: when the next one opens and falls due, which one was signed."""

from __future__ import annotations

from typing import Any

from app.services import plans, trajectories
from app.services.facts.registry import fact
from app.services.work import Work


@fact("plan_schedule")
def plan_schedule(work: Work) -> dict[str, str | int]:
    """The plan that comes next; days as ISO."""
    coming = plans.schedule(work.session, trajectories.in_hand(work), work.today)
    return {
        "year": coming.year,
        "opens_on": coming.opens_on.isoformat(),
        "prepare_by": coming.prepare_by.isoformat(),
        "talk_by": coming.talk_by.isoformat(),
        "due_on": coming.due_on.isoformat(),
    }


@fact("plan_signed")
def plan_signed(work: Work) -> dict[str, Any]:
    """The due day of the plan that was signed last; None when there is none."""
    signed = plans.last_signed(work.session, trajectories.in_hand(work).id)
    return {"due_on": signed.due_on.isoformat() if signed else None}
