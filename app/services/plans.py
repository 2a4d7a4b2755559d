"""Development plans: the one in hand, the last one signed, when the next falls due, a revision after an internship."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app import db
from app.domain.calendar import subtract_from_date
from app.domain.codes import ActionStatus, PlanState
from app.domain.plan_dates import first_plan_due, next_plan_due, yearly_plan_due
from app.domain.rules import RulesOnDay
from app.models.plan import Plan, PlanAction
from app.models.trajectory import Trajectory
from app.queries import rules
from app.services.work import Work

DRAFTS = (PlanState.ONTWERP.value, PlanState.BESPROKEN.value)
_SIGNED = "plans signed last"  # what this session knows already
_IN_HAND = (
    select(Plan)
    .where(Plan.trajectory_id == bindparam("trajectory_id"), Plan.state.in_(DRAFTS))
    .order_by(Plan.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Schedule:
    """When a plan opens and must be prepared, talked over and signed. `year` counts the plans from 1."""

    year: int
    opens_on: date
    prepare_by: date
    talk_by: date
    due_on: date


def schedule(session: Session, trajectory: Trajectory, today: date) -> Schedule:
    """The plan that comes next. The due day is counted from the hire (T18), so a late signature moves nothing.

    Of somebody taken over, the plans before `first_plan_on` were made elsewhere: that one is the first here.
    """
    anchor = trajectory.anchor_on
    if anchor is None:
        raise LookupError("plans fall due only after the hire")
    holding = rules.at(session, today)
    signed = last_signed(session, trajectory.id)
    year = 1
    first = first_plan_due(anchor, holding)
    if signed is None and trajectory.first_plan_on in (None, first):
        due, opens = first, anchor
    else:
        due = _yearly_due(trajectory, anchor, signed, holding)
        opens = subtract_from_date(due, holding.duration("pop.opentVoorVervaldag"))
        while yearly_plan_due(anchor, year, holding) <= due:
            year += 1
    begin = max(opens, min(today, due))
    third = (due - begin) / 3
    return Schedule(year, opens, begin + third, begin + 2 * third, due)


def _yearly_due(trajectory: Trajectory, anchor: date, signed: Plan | None, holding: RulesOnDay) -> date:
    if signed is not None:
        return next_plan_due(anchor, max(signed.due_on, signed.signed_on or signed.due_on), holding)
    if trajectory.first_plan_on is None:
        raise LookupError("a yearly plan comes after another one")
    return trajectory.first_plan_on


def in_hand(work: Work) -> Plan | None:
    """The plan of the trajectory that is being made: not signed yet."""
    trajectory = work.trajectory
    if trajectory is None:
        return None
    return work.session.scalars(_IN_HAND, {"trajectory_id": trajectory.id}).first()


def the_one_in_hand(work: Work) -> Plan:
    """The plan being made; every step after the preparation needs one."""
    plan = in_hand(work)
    if plan is None:
        raise LookupError("no plan is being made on this case")
    return plan


def last_signed(session: Session, trajectory_id: int) -> Plan | None:
    """The plan of a trajectory that was signed last; asked of the database once per session."""
    found: dict[int, Plan | None] = db.known(session).setdefault(_SIGNED, {})
    if trajectory_id not in found:
        found[trajectory_id] = session.scalars(
            select(Plan)
            .where(Plan.trajectory_id == trajectory_id, Plan.signed_on.is_not(None))
            .order_by(Plan.signed_on.desc(), Plan.id.desc())
            .limit(1)
        ).first()
    return found[trajectory_id]


def previous(work: Work) -> Plan | None:
    """The plan signed last for the trajectory of the case."""
    trajectory = work.trajectory
    return last_signed(work.session, trajectory.id) if trajectory else None


def actions_of(session: Session, plan: Plan | None) -> Sequence[PlanAction]:
    """The actions of a plan, in order; read once in a session."""
    if plan is None:
        return []
    known: dict[int, Sequence[PlanAction]] = db.known(session).setdefault("plan_actions", {})
    if plan.id not in known:
        found = select(PlanAction).where(PlanAction.plan_id == plan.id).order_by(PlanAction.position)
        known[plan.id] = session.scalars(found).all()
    return known[plan.id]


def replace_actions(session: Session, plan: Plan, rows: Sequence[dict[str, Any]]) -> None:
    """Let a plan that is not signed yet have these actions (`what`, `who`, `by_on`, perhaps `status`).

    An action worded as one of the plan before is the same action, carried on.
    """
    earlier = session.get(Plan, plan.replaces_id) if plan.replaces_id else None
    carried = {_folded(action.what): action.id for action in actions_of(session, earlier)}
    for action in actions_of(session, plan):
        session.delete(action)
    session.flush()
    db.known(session)["plan_actions"].pop(plan.id)
    session.add_all(
        PlanAction(
            plan_id=plan.id,
            position=position,
            what=row["what"],
            who=row["who"],
            by_on=row.get("by_on"),
            status=row.get("status") or ActionStatus.GEPLAND.value,
            result=row.get("result"),
            carried_from=carried.get(_folded(row["what"])),
        )
        for position, row in enumerate(rows)
    )
    session.flush()


def close_earlier(session: Session, plan: Plan) -> None:
    """A plan came into force: the ones before it are replaced."""
    for earlier in session.scalars(
        select(Plan).where(Plan.trajectory_id == plan.trajectory_id, Plan.id != plan.id, Plan.signed_on.is_not(None))
    ):
        earlier.state = PlanState.VERVANGEN.value
    plan.state = PlanState.ACTIEF.value
    db.known(session).setdefault(_SIGNED, {})[plan.trajectory_id] = plan


def revise(
    work: Work,
    *,
    situation: str | None = None,
    goals: str | None = None,
    actions: Sequence[dict[str, Any]] | None = None,
) -> Plan | None:
    """A new version of the plan in force, for instance after an internship (domain.md §2.7); None: there is no plan.

    What is not given is carried over. The signed plan stays as it was; the version counts as signed today by the
    coach who reports it, for the same year, so that the yearly rhythm does not move.
    """
    last = previous(work)
    if last is None:
        return None
    plan = Plan(
        case_id=work.case.id, person_id=last.person_id, trajectory_id=last.trajectory_id, year=last.year,
        due_on=last.due_on, state=PlanState.ACTIEF.value, replaces_id=last.id, talked_on=work.today,
        situation=situation or last.situation, goals=goals or last.goals,
        generic_now=last.generic_now, generic_goal=last.generic_goal,
        technical_now=last.technical_now, technical_goal=last.technical_goal,
        coach_signed_on=work.today, coach_signed_by=work.actor.user_id, signed_on=work.today,
    )  # fmt: skip
    work.session.add(plan)
    work.session.flush()
    kept = [
        {"what": each.what, "who": each.who, "by_on": each.by_on, "status": each.status, "result": each.result}
        for each in actions_of(work.session, last)
    ]
    replace_actions(work.session, plan, list(actions) if actions is not None else kept)
    close_earlier(work.session, plan)
    return plan


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
