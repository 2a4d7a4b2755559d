"""The yearly plan: when it opens, when it must be ready, when to remind, when to follow up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.calendar import add_months, local_date, parse_date
from app.domain.text import say
from app.engine.operations import Context, Effect, Outcome, operation

_DAYS_BEFORE = (30, 7, 0)


@operation(
    "first_plan_date",
    title=say("Dag van het eerste plan"),
    does=say("Bepaalt wanneer het eerste plan klaar moet zijn, een maand na de aanwerving. De jobcoach hoort het."),
    writes=("plan_due",),
)
def first_plan_date(context: Context) -> Outcome:
    """Say when the first plan is due, a month after the hire, and tell the coach."""
    due = context.facts("plan_schedule")["due_on"]
    text = f"Het eerste ontwikkelingsplan moet klaar zijn op {parse_date(due):%d/%m/%Y}. Begin er nu aan."
    return Outcome({"plan_due": due}, [_notice("coach", "Het eerste plan", text)])


@operation(
    "next_plan",
    title=say("Dag van het volgende plan"),
    does=say("Bepaalt wanneer het volgende plan begint."),
    writes=("plan_opens_at",),
)
def next_plan(context: Context) -> Outcome:
    """Say when the next plan opens."""
    return Outcome({"plan_opens_at": context.facts("plan_schedule")["opens_on"]})


@operation(
    "plan_dates",
    title=say("Data van het plan"),
    does=say("Bepaalt tegen wanneer het plan voorbereid, besproken en getekend moet zijn."),
    writes=("plan_due", "plan_prepare_by", "plan_talk_by", "plan_signed", "plan_agreed"),
)
def plan_dates(context: Context) -> Outcome:
    """Say by when the plan must be prepared, talked over and signed; nobody has agreed or signed yet."""
    coming = context.facts("plan_schedule")
    return Outcome(
        {
            "plan_due": coming["due_on"],
            "plan_prepare_by": coming["prepare_by"],
            "plan_talk_by": coming["talk_by"],
            "plan_signed": False,
            "plan_agreed": False,
        }
    )


@operation(
    "next_plan_reminder",
    title=say("Volgende herinnering aan het plan"),
    does=say("Zoekt de volgende dag om te herinneren: 30 en 7 dagen vooraf, op de dag zelf, en dan elke maand."),
    writes=("plan_reminder_needed", "plan_reminder_at"),
)
def next_plan_reminder(context: Context) -> Outcome:
    """Find the next day to remind: 30 and 7 days before the plan is due, on the day, then every month."""
    if _is_signed(context):
        return Outcome({"plan_reminder_needed": False})
    today = local_date(context.now)
    due = parse_date(context.variables["plan_due"])
    day = next(each for each in _reminder_days(due) if each > today)
    return Outcome({"plan_reminder_needed": True, "plan_reminder_at": day})


def _reminder_days(due: date) -> Iterator[date]:
    for days in _DAYS_BEFORE:
        yield due - timedelta(days=days)
    months = 1
    while True:
        yield add_months(due, months)
        months += 1


@operation(
    "remind_plan",
    title=say("Aan het plan herinneren"),
    does=say("Herinnert de jobcoach; als het te laat is ook de onderneming, en na een maand ook de dossierbeheerder."),
)
def remind_plan(context: Context) -> Outcome | None:
    """Remind the coach; once late the enterprise too; a month late the official as well."""
    if _is_signed(context):
        return None
    today = local_date(context.now)
    due = parse_date(context.variables["plan_due"])
    if today < due:
        text = f"Het ontwikkelingsplan moet getekend zijn op {due:%d/%m/%Y}. Het is nog niet getekend."
        return Outcome(effects=[_notice("coach", "Het plan moet bijna klaar zijn", text)])
    text = f"Het ontwikkelingsplan moest getekend zijn op {due:%d/%m/%Y} en is nog niet getekend."
    roles = ["coach", "employer"]
    if today >= add_months(due, 1):
        roles.append("wse_official")
    return Outcome(effects=[_notice(role, "Het plan is te laat", text) for role in roles])


@operation(
    "plan_follow_up",
    title=say("Opvolging van het plan plannen"),
    does=say("Plant de opvolging halfweg tussen nu en het begin van het volgende plan."),
    writes=("plan_follow_up_at", "plan_year_ends_at"),
)
def plan_follow_up(context: Context) -> Outcome:
    """Plan the follow-up halfway between now and the opening of the next plan."""
    today = local_date(context.now)
    opens = max(today, parse_date(context.facts("plan_schedule")["opens_on"]))
    return Outcome({"plan_follow_up_at": today + (opens - today) // 2, "plan_year_ends_at": opens})


def _is_signed(context: Context) -> bool:
    signed = context.facts("plan_schedule")["signed_due_on"]
    return signed is not None and parse_date(signed) >= parse_date(context.variables["plan_due"])


def _notice(role: str, subject: str, text: str) -> Effect:
    return Effect("notice", {"role": role, "subject": subject, "text": text})
