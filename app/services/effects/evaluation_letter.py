"""The letter with the decision of an evaluation: what is decided, why, what happens now, how to disagree."""

from __future__ import annotations

from app.domain.codes import EvaluationOutcome, LetterTemplate, Measure
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.models.organisation import Organisation
from app.models.user import User
from app.queries import rules
from app.services import evaluations
from app.services.effects.letter import Letter, in_words, letter
from app.services.work import Work

_EXPERT, _COUNSELLOR = "VDAB-expert", "VDAB-bemiddelaar"
_FOUR_EYES = {EvaluationOutcome.VERLENGING_6, EvaluationOutcome.PASSENDE_MAATREGEL, EvaluationOutcome.HERINDICATIE}


@letter(LetterTemplate.EVALUATION_DECISION)
def decision(work: Work) -> Letter:
    """The decision as signed. It is never made again: a new decision is a new letter."""
    evaluation = evaluations.in_hand(work)
    outcome = EvaluationOutcome(evaluation.outcome or "")
    person = work.person
    employer = work.session.get(Organisation, person.organisation_id) if person else None
    by_expert = outcome in _FOUR_EYES
    return Letter(
        kind="evaluation_decision",
        title="Beslissing van VDAB over uw traject",
        template="evaluation_decision.html",
        about=evaluation,
        values={
            "sender": "VDAB",
            "written_on": work.today,
            "reference": f"{work.case.id}-{evaluation.id}",
            "person": person.name if person else "",
            "address": person.address if person else None,
            "employer": employer.name if employer else "uw werkgever",
            "outcome": outcome.label,
            "meaning": [str(sentence) for sentence in _meaning(work, evaluation, outcome)],
            "reasons": evaluation.reasons,
            "motive": evaluation.decision_motive,
            "plan_on": evaluation.plan_on,
            "employer_heard_on": evaluation.employer_heard_on,
            "worker_heard_on": evaluation.worker_heard_on,
            "appeal_days": rules.at(work.session, work.today).duration("hwc.indienen").whole_days,
            "decided_on": evaluation.decided_on,
            "signed_by": _name(work, evaluation.decided_by),
            "signed_as": _EXPERT if by_expert else _COUNSELLOR,
            "proposed_by": _name(work, evaluation.proposed_by) if by_expert else "",
            "proposed_as": _COUNSELLOR,
        },
    )


def _meaning(work: Work, evaluation: Evaluation, outcome: EvaluationOutcome) -> list[Text]:
    match outcome:
        case EvaluationOutcome.DOORSTROOMKLAAR:
            return [
                say("U bent klaar om te zoeken naar een gewone job. U krijgt daarbij hulp: een doorstroomtraject."),
                say("VDAB kiest een organisatie die u begeleidt. U hoort van VDAB wanneer het start."),
            ]
        case EvaluationOutcome.INTERN:
            stays = say("U blijft werken bij uw werkgever, vanaf %(day)s.", day=in_words(evaluation.proposed_from))
            return [stays, say("De premie voor uw traject stopt de dag ervoor.")]
        case EvaluationOutcome.VERLENGING_6:
            return _extension(work, evaluation)
        case EvaluationOutcome.PASSENDE_MAATREGEL:
            names = ", ".join(Measure(code).label for code in evaluation.measures)
            return [
                say("Een andere maatregel past beter bij u. VDAB denkt aan: %(measures)s.", measures=names),
                say("Uw bemiddelaar zoekt samen met u naar een plaats."),
            ]
        case _:
            return [say("VDAB bekijkt opnieuw welke steun u nodig hebt. Uw bemiddelaar neemt contact met u op.")]


def _extension(work: Work, evaluation: Evaluation) -> list[Text]:
    term = evaluations.term(work)
    sentences = [say("Uw traject duurt %(months)s maanden langer.", months=evaluation.extension_months)]
    if term is not None:
        sentences.append(
            say(
                "De nieuwe laatste dag is %(last)s. Daarna kan er geen verlenging meer komen.",
                last=in_words(term.last_day),
            )
        )
    if evaluation.late:
        sentences.append(
            say(
                "De beslissing geldt vanaf %(day)s. Voor de dagen ervoor komt er geen voorschot.",
                day=evaluation.effective_on,
            )
        )
    return sentences


def _name(work: Work, user_id: int | None) -> str:
    user = work.session.get(User, user_id) if user_id else None
    return user.name if user else ""
