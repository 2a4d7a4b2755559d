"""The evaluation in hand: the row it is kept in, the plans it rests on, the term it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app import db
from app.domain.codes import EvaluationOccasion
from app.domain.plan_dates import first_plan_due, plan_for_evaluation_due, yearly_plan_due
from app.domain.term import Term
from app.models.evaluation import Evaluation
from app.models.plan import Plan
from app.queries import rules
from app.services.terms import term_of
from app.services.work import Work


def current(work: Work) -> Evaluation | None:
    """The evaluation of this case that is not closed yet."""
    known: dict[int, Evaluation] = db.known(work.session).setdefault("evaluations", {})
    found = known.get(work.case.id)
    if found is not None and found.closed_at is None:
        return found
    found = work.session.scalars(
        select(Evaluation)
        .where(Evaluation.case_id == work.case.id, Evaluation.closed_at.is_(None))
        .order_by(Evaluation.id.desc())
        .limit(1)
    ).first()
    if found is not None:
        known[work.case.id] = found
    return found


def in_hand(work: Work) -> Evaluation:
    """The evaluation of this case; every step after the first needs one."""
    found = current(work)
    if found is None:
        raise LookupError("no evaluation is open on this case")
    return found


def open_evaluation(work: Work, occasion: EvaluationOccasion | None = None) -> Evaluation:
    """The evaluation that begins now: the one just asked for, or a new one. Without `occasion`: the term nears its end.

    One that was broken off (an early end that was withdrawn) is closed as it stood: what was signed never changes.
    """
    found = current(work)
    if found is not None and found.interview_on is None:
        return found
    if found is not None:
        found.closed_at = work.now
    if work.case.person_id is None:
        raise LookupError("an evaluation is about a person")
    trajectory = work.trajectory
    extended = trajectory is not None and trajectory.extension_months > 0
    usual = EvaluationOccasion.NA_VERLENGING if extended else EvaluationOccasion.EINDE_TERMIJN
    row = Evaluation(
        case_id=work.case.id,
        person_id=work.case.person_id,
        trajectory_id=trajectory.id if trajectory else None,
        occasion=(occasion or usual).value,
        opened_at=work.now,
        plan_gaps=[],
        measures=[],
        facts={},
    )
    work.session.add(row)
    work.session.flush()
    return row


def term(work: Work, extension_months: int | None = None) -> Term | None:
    """The legal term of the employee's trajectory, or as it would be with an extension. None: no clock runs."""
    trajectory = work.trajectory
    if trajectory is None:
        return None
    return term_of(work.session, trajectory, work.today, extension_months)


def plan_due(work: Work, interview_on: date) -> date:
    """The last day on which the newest plan may arrive for an interview on that day (T18)."""
    return plan_for_evaluation_due(interview_on, rules.at(work.session, interview_on))


def first_possible_interview(work: Work) -> date:
    """The first day for an interview when the newest plan is still to come."""
    day = work.today
    while plan_due(work, day) < work.today:
        day += timedelta(days=1)
    return day


def plans(work: Work) -> Sequence[Plan]:
    """The signed plans of the employee, newest first."""
    return work.session.scalars(
        select(Plan)
        .where(Plan.person_id == work.case.person_id, Plan.signed_on.is_not(None))
        .order_by(Plan.signed_on.desc(), Plan.id.desc())
    ).all()


def years_without_plan(work: Work) -> list[int]:
    """The calendar years in which a plan fell due and was never signed, oldest first (T18: when plans fall due)."""
    trajectory = work.trajectory
    anchor = (trajectory.anchor_on or trajectory.clock_start) if trajectory else None
    if anchor is None:
        return []
    held = rules.at(work.session, work.today)
    due = [first_plan_due(anchor, held)]
    while (following := yearly_plan_due(anchor, len(due), held)) <= work.today:
        due.append(following)
    signed = {plan.year for plan in plans(work)}
    return [day.year for number, day in enumerate(due, start=1) if day <= work.today and number not in signed]
