"""The internship agreement signed: by each party himself, or on paper with the reason (domain.md §2.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.access import Role
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.signature import Signature
from app.services import internships
from app.services.records.internship_panels import agreement_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

_SIGNS = {
    "sign_worker": Role.WORKER,
    "sign_for_worker": Role.WORKER,
    "sign_host": Role.HOST_EMPLOYER,
    "sign_for_host": Role.HOST_EMPLOYER,
    "sign_employer": Role.EMPLOYER,
}


@panels("internship_signature")
def before_signing(work: Work) -> list[Panel]:
    """The agreement, and who signed already."""
    return agreement_panels(work)


@record("internship_signature")
def sign(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A party signs for himself, or does not and says why. The employee may also ask to talk first, with his coach."""
    talk = answers["answer"] == "talk"
    if not talk:
        _take(work, answers, signed_on=work.today)
    return {"internship_talk": talk}


@panels("internship_signature_paper")
def before_signing_on_paper(work: Work) -> list[Panel]:
    """What the employee wants to talk about, then the agreement."""
    for_worker = work.task is not None and work.task.element == "sign_for_worker"
    question = internships.question_of_worker(work) if for_worker else None
    asked = [Panel(say("De werknemer wil eerst praten"), [], question)] if question else []
    return [*asked, *agreement_panels(work)]


@known("internship_signature_paper")
def signed_today(work: Work) -> dict[str, Any]:
    """The paper was signed today."""
    return {"signed_on": work.today}


@record("internship_signature_paper")
def sign_on_paper(work: Work, answers: dict[str, Any]) -> None:
    """Somebody else enters what a party without account answered on paper, with the reason."""
    signed_on: date = answers.get("signed_on") or work.today
    if signed_on > work.today:
        raise AnswersInvalid({"signed_on": [say("Deze dag ligt in de toekomst.")]})
    _take(work, answers, signed_on=signed_on, paper_reason=answers["paper_reason"])


def _take(work: Work, answers: dict[str, Any], *, signed_on: date, paper_reason: str | None = None) -> None:
    internship = internships.in_hand(work)
    party = _SIGNS[work.task.element if work.task else ""]
    signature = Signature(
        internship_id=internship.id,
        party=party.value,
        signed=answers["answer"] == "sign",
        signed_on=signed_on,
        refusal_reason=answers.get("refusal_reason"),
        on_paper=paper_reason is not None,
        paper_reason=paper_reason,
        entered_by=work.actor.user_id,
        entered_at=work.now,
    )
    internships.take_signature(work, internship, signature)
