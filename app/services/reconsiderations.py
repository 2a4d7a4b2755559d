"""The reconsideration in hand: its row, the decisions one may contest, the sum of its terms, its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.domain.access import Role
from app.domain.appeal import Admissibility, check_lodged, final_day_to_lodge
from app.domain.audit import Tag
from app.domain.codes import AdviceKind, AppealOutcome, EvaluationOutcome
from app.domain.rules import RulesOnDay, RuleValue
from app.models.evaluation import Evaluation
from app.models.indication import Indication
from app.models.reconsideration import Reconsideration
from app.queries import rules
from app.services import audit
from app.services.parties import parties_of
from app.services.work import Work

OTHER = "other"  # the choice for a decision that is not in Traject: nobody loses his right because we lack a row
_WEEKEND = "termijn.weekendVerschuift"


@dataclass(frozen=True)
class Decision:
    """A decision one may contest: what it says, when it was taken, and when the employee came to know it."""

    label: str
    taken_on: date
    known_on: date | None = None
    by_user: int | None = None


@dataclass(frozen=True)
class Sum:
    """Whether an appeal came in time, the weekend rule behind it, and the last day under the other reading of it."""

    found: Admissibility
    weekend: RuleValue
    other_final_day: date


def in_hand(work: Work) -> Reconsideration:
    """The reconsideration of this case; every step after the start has one."""
    row = work.session.scalars(select(Reconsideration).where(Reconsideration.case_id == work.case.id)).first()
    if row is None:
        raise LookupError("this case holds no reconsideration")
    return row


def evaluations_of(work: Work, person_id: int) -> Sequence[Evaluation]:
    """The signed evaluations of a person, newest first."""
    return work.session.scalars(
        select(Evaluation)
        .where(Evaluation.person_id == person_id, Evaluation.decided_on.is_not(None))
        .order_by(Evaluation.decided_on.desc(), Evaluation.id.desc())
    ).all()


def indications_of(work: Work, person_id: int) -> Sequence[Indication]:
    """The advices of a person, newest first."""
    return work.session.scalars(
        select(Indication)
        .where(Indication.person_id == person_id)
        .order_by(Indication.advised_on.desc(), Indication.id.desc())
    ).all()


def of_evaluation(evaluation: Evaluation) -> Decision:
    """An evaluation as a decision one may contest."""
    if evaluation.decided_on is None:
        raise LookupError("this evaluation decided nothing yet")
    outcome = EvaluationOutcome(evaluation.outcome or EvaluationOutcome.NIET_BEOORDEELD)
    return Decision(
        outcome.label, evaluation.decided_on, evaluation.notice_on, evaluation.proposed_by or evaluation.decided_by
    )


def of_indication(indication: Indication) -> Decision:
    """An advice as a decision one may contest. Its basis (health) is not part of it."""
    return Decision(f"Advies: {AdviceKind(indication.kind).label}", indication.advised_on, None, indication.checked_by)


def contested(work: Work, row: Reconsideration) -> Decision | None:
    """The decision a reconsideration is about; None where it is not in Traject."""
    if row.evaluation_id is not None:
        return of_evaluation(work.session.get_one(Evaluation, row.evaluation_id))
    if row.indication_id is not None:
        return of_indication(work.session.get_one(Indication, row.indication_id))
    return None


def another_open(work: Work, row: Reconsideration) -> bool:
    """Whether the same decision is contested already, in a reconsideration without outcome."""
    if row.evaluation_id is not None:
        same = Reconsideration.evaluation_id == row.evaluation_id
    elif row.indication_id is not None:
        same = Reconsideration.indication_id == row.indication_id
    else:
        return False
    open_one = select(Reconsideration.id).where(
        same, Reconsideration.lodged_by == row.lodged_by, Reconsideration.outcome.is_(None)
    )
    return work.session.scalar(open_one.limit(1)) is not None


def asking_side(work: Work) -> list[Role]:
    """The roles on the side of who asked. The employee always: without account the case shows that nobody was told."""
    parties = parties_of(work.session, work.case.id)
    return [role for role in (Role.WORKER, Role.COACH, Role.EMPLOYER) if role is Role.WORKER or role.value in parties]


def in_time(work: Work, known_on: date, lodged_on: date) -> Sum:
    """The sum of the term to lodge, by the rules of the day the decision became known (T15, T16)."""
    held = rules.at(work.session, known_on)
    return Sum(
        check_lodged(known_on, lodged_on, held),
        held.of(_WEEKEND),
        final_day_to_lodge(known_on, _with_the_other_weekend(held)),
    )


def _with_the_other_weekend(held: RulesOnDay) -> RulesOnDay:
    turned = replace(held.of(_WEEKEND), value=not held.yes(_WEEKEND))
    return replace(held, values=held.values | {_WEEKEND: turned})


def conclude(work: Work, row: Reconsideration, outcome: AppealOutcome, ground: str, decided_on: date) -> None:
    """Put the outcome on record, once; `ground` is a code of what led to it."""
    before, row.outcome, row.decided_on = row.outcome, outcome.value, decided_on
    audit.record(
        work.session, Tag.FACT_SET, actor=work.actor, case_id=work.case.id, subject="reconsideration", id=row.id,
        what="outcome", before=before, after=outcome.value, ground=ground,
    )  # fmt: skip
