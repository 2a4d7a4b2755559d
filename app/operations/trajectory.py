"""The watch on the legal end: when the evaluation opens, when to remind, what to say. It decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.calendar import add_months, format_moment, local_date, parse_date, parse_moment, start_of_day
from app.domain.text import say
from app.engine.operations import Context, Effect, Outcome, operation

_REMINDED = ("coach", "employer", "vdab_counsellor")
_TERM_CHANGED = ("term_changed", "evaluation_term_changed")
_TOLD_OVER = ("vdab_counsellor", "vdab_expert", "wse_official", "employer", "coach")


@operation(
    "read_evaluation_opening",
    title=say("Begin van de evaluatie"),
    does=say("Leest wanneer de evaluatie begint: een vast aantal maanden voor het wettelijke einde."),
    writes=("evaluation_opens_at",),
)
def read_evaluation_opening(context: Context) -> Outcome:
    """Read when the evaluation opens: the legal end less the lead that is set."""
    return Outcome({"evaluation_opens_at": context.facts("term")["evaluation_opens_at"]})


@operation(
    "read_legal_end",
    title=say("Volgend moment van de termijn"),
    does=say("Zoekt wat eerst komt: een herinnering 12, 9 of 6 maanden voor het einde, of het einde zelf."),
    writes=("watch_at", "watch_kind"),
)
def read_legal_end(context: Context) -> Outcome:
    """Find what comes first: a reminder 12, 9 or 6 months before the end, or the end. After it: every month again."""
    term = context.facts("term")
    moments = {kind: parse_moment(at) for kind, at in term["reminders"].items()}
    coming = {kind: at for kind, at in moments.items() if at > context.now}
    kind = min(coming, key=lambda each: coming[each]) if coming else "end"
    at = coming[kind] if coming else _next_end(parse_moment(term["ends_at"]), context.now)
    return Outcome({"watch_at": format_moment(at), "watch_kind": kind})


def _next_end(ends_at: datetime, now: datetime) -> datetime:
    """The end itself; once it lies behind us, the same day of a later month."""
    months = 0
    first = local_date(ends_at)
    while (at := start_of_day(add_months(first, months))) <= now:
        months += 1
    return at


@operation(
    "check_term_moment",
    title=say("Moment van de termijn nakijken"),
    does=say("Kijkt of het moment nog klopt: een termijn die intussen verlengd werd, is verschoven."),
    writes=("watch_kind",),
)
def check_term_moment(context: Context) -> Outcome:
    """See whether the moment still is what it was set for; a term that was prolonged meanwhile has moved on."""
    kind = context.variables["watch_kind"]
    term = context.facts("term")
    at = term["ends_at"] if kind == "end" else term["reminders"][kind]
    return Outcome({"watch_kind": kind if parse_moment(at) <= context.now else "moved"})


@operation(
    "remind_term",
    title=say("Aan het einde herinneren"),
    does=say("Zegt aan jobcoach, onderneming en bemiddelaar dat het einde nadert en wanneer de evaluatie begint."),
)
def remind_term(context: Context) -> Outcome:
    """Tell coach, enterprise and counsellor that the end comes, and when the evaluation opens."""
    term = context.facts("term")
    months = context.variables["watch_kind"]
    opens = local_date(parse_moment(term["evaluation_opens_at"]))
    subject = f"Het traject eindigt over {months} maanden"
    text = (
        f"De laatste dag van het traject is {_shown(term['last_day'])}. De evaluatie door VDAB begint op "
        f"{opens:%d/%m/%Y}. Kijk na of het plan van dit jaar klaar is."
    )
    return Outcome(effects=[_notice(role, subject, text) for role in _REMINDED])


@operation(
    "tell_term_over",
    title=say("Zeggen dat de termijn voorbij is"),
    does=say("Zegt aan iedereen dat de termijn voorbij is zonder uitkomst, en dat daardoor niets beslist is."),
)
def tell_term_over(context: Context) -> Outcome:
    """Tell everybody concerned that the term is over without an outcome, and that nothing was decided by that."""
    last = parse_date(context.facts("term")["last_day"])
    late = (local_date(context.now) - last - timedelta(days=1)).days
    since = "vandaag" if late <= 0 else f"{late} dagen"
    text = (
        f"De laatste dag van het traject was {last:%d/%m/%Y} ({since}). De evaluatie is niet klaar. Er is niets "
        "vanzelf beslist: het traject is niet verlengd en niet gestopt. Spreek af hoe het verder gaat."
    )
    return Outcome(effects=[_notice(role, "De termijn van het traject is om", text) for role in _TOLD_OVER])


@operation(
    "recompute_term",
    title=say("Termijn opnieuw laten bewaken"),
    does=say("Laat het lopende traject de termijn opnieuw bewaken en zegt het nieuwe einde aan de jobcoach."),
)
def recompute_term(context: Context) -> Outcome:
    """Have the running trajectory of the person watch the term anew, and tell the coach the new end."""
    last_day = context.facts("term")["last_day"]
    text = f"De termijn is opnieuw berekend. De laatste dag van het traject is nu {_shown(last_day)}."
    # a message has one receiver: the watch on the end and the wait for the evaluation each have their own
    kind = "own_message" if context.process == "trajectory" else "message"
    messages = [Effect(kind, {"process": "trajectory", "name": name}) for name in _TERM_CHANGED]
    return Outcome(effects=[*messages, _notice("coach", "De termijn is opnieuw berekend", text)])


@operation(
    "tell_early_end",
    title=say("Vroegtijdig einde meedelen"),
    does=say("Zegt aan VDAB en de onderneming dat het traject gestopt is, en wat dat niet betekent."),
)
def tell_early_end(context: Context) -> Outcome:
    """Tell VDAB and the enterprise that the trajectory has ended, and what that does not mean."""
    ended_on = context.facts("early_end")["ended_on"]
    text = (
        f"Het traject is gestopt. De laatste dag was {_shown(ended_on)}. De steun stopt op die dag. "
        "Het contract eindigt daardoor niet."
    )
    roles = ("vdab_counsellor", "employer", "coach")
    return Outcome(effects=[_notice(role, "Het traject is vroegtijdig gestopt", text) for role in roles])


def _shown(day: str) -> str:
    return f"{parse_date(day):%d/%m/%Y}"


def _notice(role: str, subject: str, text: str) -> Effect:
    return Effect("notice", {"role": role, "subject": subject, "text": text})
