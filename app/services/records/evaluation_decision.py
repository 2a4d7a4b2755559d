"""Evaluation, its end: the decision by a second person, and the day it was known (domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.appeal import final_day_to_lodge
from app.domain.codes import EvaluationOutcome, NewJobSupport
from app.domain.errors import AnswersInvalid
from app.domain.flow_through import premium_closed_on
from app.domain.text import say
from app.models.evaluation import Evaluation
from app.queries import rules
from app.services import evaluations, flow_throughs, trajectories
from app.services.extensions import grant_extension
from app.services.records.evaluation_proposal import is_late
from app.services.records.evidence import (
    consequences_panel,
    evidence_panels,
    proposal_panels,
    statement_panels,
)
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


@panels("evaluation_decision")
def before_deciding(work: Work) -> list[Panel]:
    """The proposal and everything it rests on."""
    evaluation = evaluations.in_hand(work)
    return [*proposal_panels(evaluation), *evidence_panels(work), *statement_panels(work), consequences_panel(work)]


@record("evaluation_decision")
def decide(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The second person signs, or sends the proposal back with questions. An extension is granted here, once."""
    evaluation = evaluations.in_hand(work)
    if answers["decision"] == "return":
        evaluation.returned_reason = answers["motive"]
        return {"evaluation_returned": True}
    _sign(work, evaluation, answers["motive"])
    if evaluation.outcome == EvaluationOutcome.VERLENGING_6:
        if is_late(work) and not evaluation.late_allowed:
            text = say("De termijn is intussen voorbij. Stuur het voorstel terug: het kan alleen nog als uitzondering.")
            raise AnswersInvalid({"decision": [text]})
        term = evaluations.term(work)
        months, reasons = evaluation.extension_months or 12, evaluation.reasons or answers["motive"]
        grant_extension(work, months=months, reason=reasons, field="decision")
        # No advance for days before a late decision (T09): the extension takes effect when it is decided.
        evaluation.effective_on = max(work.today, term.end_exclusive) if term else work.today
    return {"evaluation_returned": False}


@panels("evaluation_confirmation")
def before_confirming(work: Work) -> list[Panel]:
    """The proposal and everything it rests on."""
    return before_deciding(work)


@record("evaluation_confirmation")
def confirm(work: Work, answers: dict[str, Any]) -> None:
    """The counsellor decides what needs no second person. Internal flow-through closes the premium file (T14)."""
    evaluation = evaluations.in_hand(work)
    _sign(work, evaluation, answers.get("motive"))
    if evaluation.outcome == EvaluationOutcome.INTERN and evaluation.proposed_from is not None:
        closes = premium_closed_on(evaluation.proposed_from)
        evaluation.effective_on = evaluation.proposed_from
        evaluation.facts = evaluation.facts | {"premium_closed_on": closes.isoformat()}
        flow_throughs.register_internal(
            work,
            starts_on=evaluation.proposed_from,
            support=NewJobSupport(evaluation.proposed_support or NewJobSupport.GEEN),
            job=evaluation.internal_job,
        )


def _sign(work: Work, evaluation: Evaluation, motive: str | None) -> None:
    evaluation.decision_motive = motive
    evaluation.decided_on, evaluation.decided_by = work.today, work.actor.user_id
    evaluation.effective_on = work.today
    evaluation.signed_at = work.now


@known("evaluation_notice")
def notice_today(work: Work) -> dict[str, Any]:
    """The letter was handed over today."""
    return {"notice_on": work.today}


@panels("evaluation_notice")
def before_notice(work: Work) -> list[Panel]:
    """The decision and its letter."""
    evaluation = evaluations.in_hand(work)
    href = f"/documents/{evaluation.letter_id}" if evaluation.letter_id else None
    letter = Panel(say("Brief"), [], say("Bezorg deze brief aan de werknemer."), href)
    return [letter, *proposal_panels(evaluation)]


@record("evaluation_notice")
def take_notice(work: Work, answers: dict[str, Any]) -> None:
    """Note the day the employee knew the decision and close the evaluation; the appeal term starts that day (T15)."""
    evaluation = evaluations.in_hand(work)
    notice_on: date = answers["notice_on"]
    if notice_on > work.today:
        raise AnswersInvalid({"notice_on": [say("Deze dag ligt in de toekomst.")]})
    if evaluation.decided_on and notice_on < evaluation.decided_on:
        text = say("De beslissing is van %(day)s. Eerder kan de werknemer ze niet kennen.", day=evaluation.decided_on)
        raise AnswersInvalid({"notice_on": [text]})
    evaluation.appeal_until = final_day_to_lodge(notice_on, rules.at(work.session, notice_on))
    evaluation.notice_on, evaluation.notice_how = notice_on, answers["notice_how"]
    evaluation.closed_at = work.now
    trajectory = work.trajectory
    if trajectory is not None:
        trajectories.settle_status(work, trajectory, "vdab_evaluation")
