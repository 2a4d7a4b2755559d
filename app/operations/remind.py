"""Reminders: a notice to the people of a role on the case."""

from __future__ import annotations

from app.domain.text import say
from app.engine.operation_inputs import role
from app.engine.operations import Context, Effect, Outcome, operation


@operation(
    "remind",
    title=say("Herinnering sturen"),
    does=say("Schrijft aan de mensen die het werk van een rol doen. Het herinnert alleen; het beslist niets."),
    inputs={"role": role(say("Aan wie")), "subject": say("Onderwerp"), "text": say("Bericht")},
)
def remind(context: Context) -> Outcome:
    """Write to the people who do the work of `role`. It reminds only; it never decides (architecture.md §2, 7)."""
    payload = {name: str(context.inputs[name]) for name in ("role", "subject", "text")}
    return Outcome(effects=[Effect("notice", payload)])
