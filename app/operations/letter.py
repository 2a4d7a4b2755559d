"""The operation that asks for a letter on the case."""

from __future__ import annotations

from app.engine.operations import Context, Effect, Outcome, operation


@operation("letter", inputs=("template",))
def letter(context: Context) -> Outcome:
    """Ask for the letter `template` (app/services/effects/letter.py); it becomes a document that never changes."""
    return Outcome(effects=[Effect("letter", {"template": str(context.inputs["template"])})])
