"""What the diagram of the transition track asks about its phases."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.calendar import format_moment, start_of_day
from app.domain.codes import Phase
from app.domain.text import say
from app.engine.operation_inputs import one_of
from app.engine.operations import Context, Effect, Outcome, operation

_REMIND_BEFORE = timedelta(days=7)


@operation(
    "plan_phase",
    title=say("Fase van het transitietraject plannen"),
    does=say("Berekent de laatste dag van de fase en wanneer te herinneren. De fase eindigt pas als iemand dat zegt."),
    inputs={"phase": one_of(say("Welke fase"), Phase)},
    writes=("track_phase_due", "track_reminder_at"),
)
def plan_phase(context: Context) -> Outcome:
    """Compute the last day the phase may have and when to remind; the phase begins. It ends when a person says so."""
    phase = str(context.inputs["phase"])
    planned = context.facts(f"track_{phase.lower()}")
    latest = date.fromisoformat(planned["latest"])
    return Outcome(
        {
            "track_phase_due": planned["latest"],
            "track_reminder_at": format_moment(start_of_day(latest - _REMIND_BEFORE)),
        },
        [Effect("track_phase", {"phase": phase})],
    )
