"""The fact of the new job for the diagram of a trajectory: when to ask next whether it lasts."""

from __future__ import annotations

from app.services import flow_throughs
from app.services.facts.registry import fact
from app.services.work import Work


@fact("next_follow_up")
def next_follow_up(work: Work) -> str | None:
    """The next day to follow the new job up, as ISO; None when there is nothing (more) to ask."""
    due = flow_throughs.next_follow_up(work)
    return due.due_on.isoformat() if due else None
