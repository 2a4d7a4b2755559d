"""Evaluation, second half: the proposal, the exception, the decision by a second person, the day it was known."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.appeal import final_day_to_lodge
from app.domain.codes import EvaluationOutcome, Measure, NewJobSupport
from app.domain.errors import AnswersInvalid
from app.domain.evaluation import check_extension
from app.domain.finding import refusals
from app.domain.flow_through import internal_flow_through
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.queries import rules
from app.services import evaluations, flow_throughs, trajectories
from app.services.extensions import grant_extension
from app.services.records.evidence import (
    consequences_panel,
    evidence_panels,
    proposal_panels,
    statement_panels,
    term_panels,
)
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


@known("evaluation_proposal")
def earlier_proposal(work: Work) -> dict[str, Any]:
    """The proposal as it was, when it came back; what the employer said about staying."""
    evaluation = evaluations.current(work)
    if evaluation is None:
        return {}
    earlier = {
        "outcome": evaluation.outcome,
        "reasons": evaluation.reasons,
        "chance": evaluation.chance,
        "extension_months": evaluation.extension_months or 12,
        "late_motive": evaluation.late_motive,
        "internal_from": evaluation.proposed_from or evaluation.internal_from,
        "internal_support": evaluation.proposed_support or _support_named(evaluation),
        "measures": evaluation.measures or None,
    }
    return {key: value for key, value in earlier.items() if value is not None}


@panels("evaluation_proposal")
def before_proposing(work: Work) -> list[Panel]:
    """Everything the proposal rests on, what each outcome leads to, and why an earlier one came back."""
    evaluation = evaluations.in_hand(work)
    returned = [Panel(say("Teruggestuurd"), [], evaluation.returned_reason)] if evaluation.returned_reason else []
    refused = [Panel(say("Geen uitzondering"), [], evaluation.late_reason)] if evaluation.late_allowed is False else []
    return [*returned, *refused, *evidence_panels(work), *statement_panels(work), consequences_panel(work)]


@record("evaluation_proposal")
def propose(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep the reasoned proposal. What cannot be is refused at the field that says it."""
    evaluation = evaluations.in_hand(work)
    outcome = EvaluationOutcome(answers["outcome"])
    late = outcome is EvaluationOutcome.VERLENGING_6 and _is_late(work)
    wrong: dict[str, list[Text]] = {}
    if outcome is EvaluationOutcome.VERLENGING_6:
        wrong = _extension_refused(work, evaluation, answers, late)
    elif outcome is EvaluationOutcome.INTERN:
        wrong = _internal_refused(work, evaluation, answers)
    elif outcome is EvaluationOutcome.PASSENDE_MAATREGEL and Measure.ARBZ in answers["measures"]:
        wrong = {"measures": [say("Arbeidszorg is een oude regeling. Kies een andere maatregel.")]}
    if wrong:
        raise AnswersInvalid(wrong)
    evaluation.outcome, evaluation.reasons, evaluation.chance = outcome.value, answers["reasons"], answers["chance"]
    evaluation.extension_months = answers.get("extension_months")
    evaluation.measures = list(answers.get("measures") or [])
    evaluation.proposed_from, evaluation.proposed_support = (
        answers.get("internal_from"),
        answers.get("internal_support"),
    )
    evaluation.late, evaluation.late_motive = late, answers.get("late_motive") if late else None
    evaluation.proposed_on, evaluation.proposed_by = work.today, work.actor.user_id
    evaluation.returned_reason = None
    return {
        "evaluation_outcome": outcome.route,
        "evaluation_late": late and evaluation.late_allowed is not True,
        "evaluation_returned": False,
    }


def _support_named(evaluation: Evaluation) -> str | None:
    return evaluation.internal_support if evaluation.internal_support != "NIET" else None


def _is_late(work: Work) -> bool:
    term = evaluations.term(work)
    return term is not None and work.today > term.last_day


def _extension_refused(
    work: Work, evaluation: Evaluation, answers: dict[str, Any], late: bool
) -> dict[str, list[Text]]:
    term = evaluations.term(work)
    if term is None:
        return {"outcome": [say("Er loopt geen termijn in dit dossier: er is niets te verlengen.")]}
    twice = refusals(
        check_extension(term, requested_on=min(work.today, term.last_day), outcome=EvaluationOutcome.VERLENGING_6)
    )
    if twice:
        return {"outcome": twice}
    if late and evaluation.late_allowed is False:
        return {"outcome": [say("De expert maakte geen uitzondering na het einde van de termijn. Kies iets anders.")]}
    if late and not answers.get("late_motive"):
        text = say("De termijn eindigde op %(last)s. Zeg waarom het voorstel later komt.", last=term.last_day)
        return {"late_motive": [text]}
    return {}


def _internal_refused(work: Work, evaluation: Evaluation, answers: dict[str, Any]) -> dict[str, list[Text]]:
    if evaluation.employer_heard_on is not None and evaluation.internal_support == "NIET":
        text = say("De werkgever zegt dat de werknemer niet kan blijven. Interne doorstroom kan dan niet.")
        return {"outcome": [text]}
    if answers["internal_from"] < work.today:
        return {"internal_from": [say("Deze dag is al voorbij. Kies vandaag of later.")]}
    return {}


@panels("evaluation_late")
def before_the_exception(work: Work) -> list[Panel]:
    """The proposal, and the term that is over."""
    return [*proposal_panels(evaluations.in_hand(work)), *term_panels(work), *statement_panels(work)]


@record("evaluation_late")
def judge_exception(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A person decides, with a motive, whether a late extension may still be looked at (T09)."""
    evaluation = evaluations.in_hand(work)
    evaluation.late_allowed = answers["allowed"] == "yes"
    evaluation.late_reason = answers["reason"]
    evaluation.late_decided_on, evaluation.late_decided_by = work.today, work.actor.user_id
    return {"evaluation_late_allowed": evaluation.late_allowed}


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
        if _is_late(work) and not evaluation.late_allowed:
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
        closes = internal_flow_through(evaluation.proposed_from).premium_closed_on
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
