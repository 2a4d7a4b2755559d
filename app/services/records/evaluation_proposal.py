"""The counsellor's reasoned proposal of an evaluation, and the exception for a late one (domain.md §2.6; T08, T09)."""

from __future__ import annotations

from typing import Any

from app.domain.codes import EvaluationOutcome, Measure
from app.domain.errors import AnswersInvalid
from app.domain.evaluation import check_extension
from app.domain.finding import refusals
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.services import evaluations
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
    late = outcome is EvaluationOutcome.VERLENGING_6 and is_late(work)
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


def is_late(work: Work) -> bool:
    """Whether the term is over: an extension is then an exception (T09)."""
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
