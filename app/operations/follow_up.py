"""The follow-up of a new job: when to ask next. It decides nothing."""

from __future__ import annotations

from app.engine.operations import Context, Outcome, operation


@operation("next_follow_up", writes=("follow_up_needed", "follow_up_at"))
def next_follow_up(context: Context) -> Outcome:
    """Find the next day on which to ask whether the employee still works in his new job, if there is one."""
    day = context.facts("next_follow_up")
    return Outcome({"follow_up_needed": day is not None, "follow_up_at": day})
