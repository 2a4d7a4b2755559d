"""Facts of the yearly plan for its diagrams: when the next one opens and falls due, which one was signed."""

from __future__ import annotations

from typing import Any

from app.services import plans, trajectories
from app.services.facts.registry import fact
from app.services.work import Work


@fact("plan_schedule")
def plan_schedule(work: Work) -> dict[str, Any]:
    """The plan that comes next, and when the one signed last was due (None: none was); days as ISO."""
    trajectory = trajectories.in_hand(work)
    coming = plans.schedule(work.session, trajectory, work.today)
    signed = plans.last_signed(work.session, trajectory.id)
    return {
        "year": coming.year,
        "opens_on": coming.opens_on.isoformat(),
        "prepare_by": coming.prepare_by.isoformat(),
        "talk_by": coming.talk_by.isoformat(),
        "due_on": coming.due_on.isoformat(),
        "signed_due_on": signed.due_on.isoformat() if signed else None,
    }
