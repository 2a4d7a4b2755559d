"""The plan as it stands beside a form: where the employee is, what he wants, what was agreed (domain.md §2.3)."""

from __future__ import annotations

from app.domain import codes
from app.domain.text import Text, say
from app.models.plan import Plan, PlanAction
from app.services import plans
from app.services.records.registry import Panel
from app.services.work import Work

Row = tuple[Text | str, object]


def plan_panels(work: Work) -> list[Panel]:
    """The plan in hand: where the employee stands, what he wants, what is agreed."""
    plan = plans.the_one_in_hand(work)
    texts: list[Row] = [
        (say("Gesprek op"), plan.talked_on),
        (say("De situatie nu"), plan.situation),
        (say("Doelen"), plan.goals),
        (say("Algemene competenties nu"), plan.generic_now),
        (say("Algemene competenties: doel"), plan.generic_goal),
        (say("Technische competenties nu"), plan.technical_now),
        (say("Technische competenties: doel"), plan.technical_goal),
    ]
    agreed: list[Row] = [
        (say("Akkoord van de werknemer"), plan.agreed_on),
        (say("Hoe"), Text(codes.label("plan_agreement", plan.agreement)) if plan.agreement else None),
        (say("Toelichting"), plan.agreement_reason),
        (say("Getekend door de jobcoach"), plan.coach_signed_on),
    ]
    panel = Panel(say("Het plan"), [row for row in texts if row[1]])
    signatures = [row for row in agreed if row[1]]
    return [panel, _actions_panel(work, plan), *([Panel(say("Handtekeningen"), signatures)] if signatures else [])]


def agreed_panel(work: Work, last: Plan) -> Panel:
    """What the last plan agreed, and how far that is."""
    actions = plans.actions_of(work.session, last)
    rows: list[Row] = [(action.what, _how_far(action)) for action in actions]
    return Panel(say("Vorig jaar afgesproken (getekend op %(day)s)", day=last.signed_on), rows, last.goals)


def _actions_panel(work: Work, plan: Plan) -> Panel:
    rows: list[Row] = [
        (
            action.what,
            say("%(who)s, tegen %(day)s", who=Text(codes.label("action_owner", action.who)), day=action.by_on or ""),
        )
        for action in plans.actions_of(work.session, plan)
    ]
    return Panel(say("Acties"), rows)


def _how_far(action: PlanAction) -> Text:
    status = Text(codes.label("action_status", action.status))
    return say("%(status)s: %(result)s", status=status, result=action.result) if action.result else status
