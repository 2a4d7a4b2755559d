"""Reminders: a notice to the people of a role on the case."""

from __future__ import annotations

from app.engine.operations import Context, Effect, Outcome, operation


@operation("remind", inputs=("role", "subject", "text"))
def remind(context: Context) -> Outcome:
    """Write to the people who do the work of `role`. It reminds only; it never decides (architecture.md §2, 7)."""
    payload = {name: str(context.inputs[name]) for name in ("role", "subject", "text")}
    return Outcome(effects=[Effect("notice", payload)])
