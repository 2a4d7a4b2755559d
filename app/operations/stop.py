"""What the diagram of the project stop does by itself: check the scale, list what follows, tell who must know.

None of these decides anything about a person: they compute, warn and pass on what people recorded.
"""

from __future__ import annotations

from decimal import Decimal

from app.domain.codes import LetterTemplate, StopDestination, StopKind
from app.domain.project_stop import keeps_clock, must_inform_vdab
from app.domain.text import say
from app.engine.operation_inputs import a_variable
from app.engine.operations import Context, Effect, Outcome, operation


@operation(
    "check_stop_scale",
    title=say("Omvang van de stopzetting nakijken"),
    does=say("Kijkt of er na een gedeeltelijke stopzetting genoeg overblijft, en waarschuwt de dossierbeheerder."),
    writes=("stop_scale",),
)
def check_stop_scale(context: Context) -> Outcome:
    """See whether a partial stop leaves the minimum (T21, T22) and warn the official; a full stop leaves nothing."""
    scale = context.facts("stop_scale")
    if scale["kind"] == StopKind.VOLLEDIG.value:
        return Outcome({"stop_scale": "full"})
    if scale["enough"] and not scale["warns"]:
        return Outcome({"stop_scale": "enough"})
    verdict = "haalt" if scale["enough"] else "haalt niet"
    text = (
        f"Na deze gedeeltelijke stopzetting blijft er {_shown(scale['after'])} VTE over. "
        f"Het gemiddelde van het jaar is {_shown(scale['average'])} VTE en {verdict} het minimum."
    )
    notice = {"role": "wse_official", "subject": "Schaalgrootte na een stopzetting", "text": text}
    return Outcome({"stop_scale": "enough" if scale["enough"] else "under"}, [Effect("notice", notice)])


@operation(
    "list_stop_consequences",
    title=say("Gevolgen van de stopzetting"),
    does=say("Maakt de brief met de gevolgen en zegt aan de betalingen wat te herrekenen."),
)
def list_stop_consequences(context: Context) -> Outcome:
    """Write the letter with the consequences and tell the payments what to recalculate (T23)."""
    money = context.facts("stop_money")
    text = (
        f"Deze onderneming stopt een project op {money['stop_date']}. Herreken de voorschotten vanaf "
        f"{money['advances_from']}. De afrekening gebeurt over {money['quarter']}."
    )
    notice = {"role": "wse_payments", "subject": "Voorschotten herrekenen na een stopzetting", "text": text}
    return Outcome(
        effects=[Effect("letter", {"template": LetterTemplate.STOP_ACCEPTED.value}), Effect("notice", notice)]
    )


@operation(
    "apply_stop_destination",
    title=say("Bestemming van een werknemer doorgeven"),
    does=say("Geeft door waar een werknemer heen gaat. Zijn traject stopt als hij vertrekt; VDAB hoort van ontslag."),
    inputs={"person": a_variable(say("Welke werknemer"))},
)
def apply_stop_destination(context: Context) -> Outcome:
    """Pass on where an employee goes: his trajectory ends early when he leaves; VDAB hears of who is dismissed."""
    person = str(context.inputs["person"])
    destination = StopDestination(context.facts("stop_destinations")[person])
    effects = []
    if must_inform_vdab(destination):
        effects.append(Effect("stop_vdab_notice", {"person": person}))
    if not keeps_clock(destination):
        effects.append(Effect("message", {"process": "trajectory", "name": "early_end", "person": person}))
    return Outcome(effects=effects)


def _shown(number: str) -> str:
    return f"{Decimal(number).normalize():f}".replace(".", ",")
