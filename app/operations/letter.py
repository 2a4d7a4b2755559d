"""The operation that asks for a letter on the case."""

from __future__ import annotations

from app.domain.codes import LetterTemplate
from app.domain.text import say
from app.engine.operation_inputs import one_of
from app.engine.operations import Context, Effect, Outcome, operation


@operation(
    "letter",
    title=say("Brief maken"),
    does=say("Maakt een brief. Hij komt bij de documenten van het dossier en verandert nooit meer."),
    inputs={"template": one_of(say("Welke brief"), LetterTemplate)},
)
def letter(context: Context) -> Outcome:
    """Ask for the letter `template` (app/services/effects/letter.py); it becomes a document that never changes."""
    return Outcome(effects=[Effect("letter", {"template": str(context.inputs["template"])})])
