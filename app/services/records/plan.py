"""The yearly plan, first half: prepared, talked over, agreed by the employee (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.domain.access import Role
from app.domain.calendar import parse_date
from app.domain.codes import ActionStatus, PlanAgreement, PlanState
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.forms import CarriedOver
from app.models.plan import Plan, PlanAction
from app.services import plans, trajectories
from app.services.answers import last_given
from app.services.first_parties import person_places
from app.services.parties import parties_of, set_party
from app.services.records.plan_panels import agreed_panel, plan_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

_TEXTS = ("situation", "goals", "generic_now", "generic_goal", "technical_now", "technical_goal")
_OVER = {ActionStatus.GEDAAN.value, ActionStatus.GESTOPT.value}


@known("plan_preparation")
def from_last_year(work: Work) -> dict[str, Any]:
    """The situation as the last plan describes it, and its actions to look back on."""
    last = plans.previous(work)
    return {
        **_carried(last, ("situation",)),
        "previous": [_looked_back(action) for action in plans.actions_of(work.session, last)],
    }


@panels("plan_preparation")
def last_year(work: Work) -> list[Panel]:
    """What was agreed last year."""
    last = plans.previous(work)
    return [agreed_panel(work, last)] if last else []


@record("plan_preparation")
def prepare(work: Work, answers: dict[str, Any]) -> None:
    """Begin the plan of this year, and note how the actions of the last one went."""
    trajectory = trajectories.in_hand(work)
    _let_in(work)
    last = plans.previous(work)
    look_back(plans.actions_of(work.session, last), answers.get("previous") or [])
    if last is not None and last.state == PlanState.ACTIEF.value:
        last.state = PlanState.GEEVALUEERD.value
    plan = plans.in_hand(work)
    if plan is None:
        coming = plans.schedule(work.session, trajectory, work.today)
        plan = Plan(
            case_id=work.case.id, person_id=trajectory.person_id, trajectory_id=trajectory.id, year=coming.year,
            due_on=coming.due_on, state=PlanState.ONTWERP.value, replaces_id=last.id if last else None,
        )  # fmt: skip
        work.session.add(plan)
    plan.prepared_on, plan.situation = work.today, answers["situation"]
    work.session.flush()


def _let_in(work: Work) -> None:
    """The employee takes part in his own case as soon as he has an account, however long after the start."""
    person = work.person
    place = person_places(work, person).get(Role.WORKER) if person else None
    if place is not None:
        set_party(work.session, work.case, Role.WORKER, *place, actor=work.actor)


def look_back(actions: Sequence[PlanAction], rows: Sequence[dict[str, Any]]) -> None:
    """Note status and result of actions; the rows stand in the order of the actions."""
    for action, row in zip(actions, rows, strict=False):
        action.status = str(row.get("status") or action.status)
        action.result = row.get("result") or action.result
        # Both columns, changed or not: rows that change alike are written in one statement.
        flag_modified(action, "status")
        flag_modified(action, "result")


@known("plan_talk")
def prepared(work: Work) -> dict[str, Any]:
    """What was prepared, or written down at an earlier talk; for the rest what the last plan says."""
    plan, last = plans.in_hand(work), plans.previous(work)
    values = _carried(last, _TEXTS)
    if plan is not None:
        values |= {name: value for name in _TEXTS if (value := getattr(plan, name))}
    own = plans.actions_of(work.session, plan)
    rows = own or [each for each in plans.actions_of(work.session, last) if each.status not in _OVER]
    values["actions"] = [{"what": each.what, "who": each.who, "by_on": each.by_on if own else None} for each in rows]
    values["agreement_route"] = _usual_route(work).value
    planned = _talk_planned(work)
    # A talk that is still to come has not been: then only the panel beside the form says when it is.
    if planned is not None and planned <= work.today:
        values["talked_on"] = CarriedOver(planned, say("de voorbereiding"))
    return values


@panels("plan_talk")
def before_the_talk(work: Work) -> list[Panel]:
    """What was agreed last year and, after a first talk, what the employee or the enterprise said."""
    plan, last = plans.in_hand(work), plans.previous(work)
    planned = _talk_planned(work)
    when = [Panel(say("Afgesproken"), [(say("Gesprek op"), planned)])] if planned else []
    said = [Panel(say("Waarom opnieuw praten?"), text=plan.objection)] if plan and plan.objection else []
    return [*when, *said, *([agreed_panel(work, last)] if last else [])]


def _talk_planned(work: Work) -> date | None:
    """The day agreed on in the preparation. After a talk that led to another one it says nothing any more."""
    plan = plans.in_hand(work)
    if plan is None or plan.talked_on is not None:
        return None
    given = last_given(work, "annual_pop", "prepare").get("talk_on")
    return parse_date(given) if isinstance(given, str) else None


@record("plan_talk")
def talk(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Write down the plan as it was talked over: goals, competences, at least two actions (the form counts them)."""
    plan = plans.the_one_in_hand(work)
    route = PlanAgreement(answers["agreement_route"])
    if route is PlanAgreement.ZELF and not _has_account(work):
        text = say("De werknemer heeft nog geen toegang tot Traject. Kies: de jobcoach legt het akkoord vast.")
        raise AnswersInvalid({"agreement_route": [text]})
    talked_on: date = answers["talked_on"]
    if (plan.due_on - talked_on).days > 366:
        text = say("Dit gesprek is te oud voor het plan dat klaar moet zijn op %(due)s.", due=plan.due_on)
        raise AnswersInvalid({"talked_on": [text]})
    plan.talked_on, plan.state = talked_on, PlanState.BESPROKEN.value
    for name in _TEXTS:
        setattr(plan, name, answers[name])
    plan.agreement = plan.agreed_on = plan.objection = None
    plan.coach_signed_on = plan.coach_signed_by = None
    plans.replace_actions(work.session, plan, answers["actions"])
    return {"agreement_route": route.value, "plan_agreed": False, "plan_signed": False}


@panels("plan_agreement")
def my_plan(work: Work) -> list[Panel]:
    """The whole plan, for the employee to read."""
    return plan_panels(work)


@record("plan_agreement")
def agree(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The employee himself agrees, or wants to talk first: both are equally good answers."""
    return _answer(work, PlanAgreement.ZELF, answers)


@panels("plan_agreement_coach")
def the_plan_to_read_together(work: Work) -> list[Panel]:
    """The whole plan, to read together."""
    return plan_panels(work)


@record("plan_agreement_coach")
def agree_through_coach(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The coach writes down what the employee says, and why he does not answer himself."""
    plan = plans.the_one_in_hand(work)
    if plan.talked_on and answers["read_on"] < plan.talked_on:
        raise AnswersInvalid({"read_on": [say("Dit is voor het gesprek van %(day)s.", day=plan.talked_on)]})
    return _answer(work, PlanAgreement.VIA_BEGELEIDER, answers)


def _answer(work: Work, how: PlanAgreement, answers: dict[str, Any]) -> dict[str, Any]:
    plan = plans.the_one_in_hand(work)
    if answers["answer"] != "agree":
        plan.objection = answers.get("remark") or str(say("De werknemer wil eerst praten."))
        return {"plan_agreed": False}
    plan.agreement, plan.agreement_reason = how.value, answers.get("reason") or answers.get("remark")
    plan.agreed_on, plan.agreed_by = work.today, work.actor.user_id
    return {"plan_agreed": True}


def _looked_back(action: PlanAction) -> dict[str, Any]:
    return {"what": action.what, "status": action.status, "result": action.result}


def _carried(last: Plan | None, names: Sequence[str]) -> dict[str, Any]:
    if last is None:
        return {}
    source = say("het plan van %(year)s", year=(last.signed_on or last.due_on).year)
    return {name: CarriedOver(value, source) for name in names if (value := getattr(last, name))}


def _usual_route(work: Work) -> PlanAgreement:
    return PlanAgreement.ZELF if _has_account(work) else PlanAgreement.VIA_BEGELEIDER


def _has_account(work: Work) -> bool:
    party = parties_of(work.session, work.case.id).get(Role.WORKER.value)
    return party is not None and party.user_id is not None
