"""The follow-up of a new job: when to ask next. It decides nothing."""

from __future__ import annotations

from app.domain.text import say
from app.engine.operations import Context, Outcome, operation


@operation(
    "next_follow_up",
    title=say("Volgende navraag zoeken"),
    does=say("Zoekt de volgende dag om te vragen of de werknemer nog in zijn nieuwe job werkt, als er een is."),
    writes=("follow_up_needed", "follow_up_at"),
)
def next_follow_up(context: Context) -> Outcome:
    """Find the next day on which to ask whether the employee still works in his new job, if there is one."""
    day = context.facts("next_follow_up")
    return Outcome({"follow_up_needed": day is not None, "follow_up_at": day})
