"""What the diagram of the reconsideration does by itself: count days, remind, tell. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.calendar import format_moment, local_date, parse_date, start_of_day
from app.domain.codes import AppealOutcome, LetterTemplate
from app.domain.text import say
from app.engine.operation_inputs import Input
from app.engine.operations import Context, Effect, Outcome, operation

_COUNSELLOR, _SECRETARY = "vdab_counsellor", "appeals_secretary"
# The advice takes long to make, the decision is one meeting: how long before the last day to remind. Ours, no law.
_REMIND_ADVICE, _REMIND_DECISION = timedelta(days=14), timedelta(days=7)


@operation(
    "open_appeal",
    title=say("Heroverweging openen"),
    does=say("Bepaalt wanneer de commissie advies geeft. Wie het vroeg, hoort dat het ontvankelijk is."),
    writes=("appeal_advice_due", "appeal_advice_reminder_at", "appeal_advice_late_at"),
)
def open_appeal(context: Context) -> Outcome:
    """Say by when the committee advises, and tell who asked and the counsellor that the appeal is admissible."""
    found = context.facts("appeal")
    due = parse_date(found["advice_due"])
    text = (
        "De vraag om een heroverweging is ontvankelijk. De heroverwegingscommissie geeft advies, ten laatste op "
        f"{due:%d/%m/%Y}. Daarna beslist de raad van bestuur van VDAB. Het traject loopt intussen door."
    )
    return Outcome(
        _days("advice", due, _REMIND_ADVICE),
        _notices([*found["asking"], _COUNSELLOR], "De heroverweging loopt", text),
    )


@operation(
    "time_appeal_decision",
    title=say("Dag van het besluit"),
    does=say("Bepaalt tegen wanneer de raad van bestuur beslist, nu het advies er is."),
    writes=("appeal_decision_due", "appeal_decision_reminder_at", "appeal_decision_late_at"),
)
def time_appeal_decision(context: Context) -> Outcome:
    """Say by when the board decides, now that the advice is there."""
    return Outcome(_days("decision", parse_date(context.facts("appeal")["decision_due"]), _REMIND_DECISION))


def _days(step: str, due: date, before: timedelta) -> dict[str, str]:
    return {
        f"appeal_{step}_due": due.isoformat(),
        f"appeal_{step}_reminder_at": format_moment(start_of_day(due - before)),
        f"appeal_{step}_late_at": format_moment(start_of_day(due + timedelta(days=1))),
    }


@operation(
    "remind_appeal",
    title=say("Aan de heroverweging herinneren"),
    does=say("Herinnert de secretaris aan het advies of het besluit, en zegt het als dat te laat is."),
    inputs={"step": Input(say("Waaraan herinneren"), {"advice": say("het advies"), "decision": say("het besluit")})},
)
def remind_appeal(context: Context) -> Outcome:
    """Remind the secretary of the advice or the decision (`step`: advice, decision); say so when it is late."""
    step = str(context.inputs["step"])
    due = parse_date(context.facts("appeal")[f"{step}_due"])
    name = {"advice": "Het advies van de commissie", "decision": "Het besluit van de raad van bestuur"}[step]
    if local_date(context.now) <= due:
        text = f"{name} moet er zijn op {due:%d/%m/%Y}. Leg het vast zodra het er is."
        return Outcome(effects=_notices([_SECRETARY], f"{name}: bijna tijd", text))
    text = f"{name} moest er zijn op {due:%d/%m/%Y} en is nog niet vastgelegd. Er is niets vanzelf beslist."
    return Outcome(effects=_notices([_SECRETARY], f"{name} is te laat", text))


@operation(
    "conclude_appeal",
    title=say("Heroverweging afronden"),
    does=say("Leest de uitkomst die mensen vastlegden, laat de brief maken en zegt aan iedereen dat hij er is."),
    writes=("appeal_outcome",),
)
def conclude_appeal(context: Context) -> Outcome:
    """Read the outcome people put on record, have its letter made, and tell everybody that it is there."""
    found = context.facts("appeal")
    outcome = AppealOutcome(found["outcome"])
    text = f"De heroverweging is afgerond. De uitkomst: {outcome.label.lower()}. De brief staat bij de documenten."
    notices = _notices([*found["asking"], _COUNSELLOR], "De heroverweging is afgerond", text)
    return Outcome(
        {"appeal_outcome": outcome.value},
        [Effect("letter", {"template": LetterTemplate.RECONSIDERATION_DECISION.value}), *notices],
    )


@operation(
    "tell_appeal_follow_up",
    title=say("Het gevolg meedelen"),
    does=say("Zegt aan wie de heroverweging vroeg en aan de mensen van het traject wat er nu gebeurt."),
)
def tell_appeal_follow_up(context: Context) -> Outcome:
    """Pass on to who asked, and to the people of the running trajectory, what the expert said happens now."""
    return Outcome(effects=[Effect("appeal_follow_up", {})])


def _notices(roles: Iterable[str], subject: str, text: str) -> list[Effect]:
    return [Effect("notice", {"role": role, "subject": subject, "text": text}) for role in roles]
