"""What a reconsideration leaves behind: the letter with the outcome, and word to the people of the trajectory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import AppealOutcome, AppealParty, LetterTemplate
from app.models.case import OPEN, Case
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.reconsideration import Reconsideration
from app.services import reconsiderations
from app.services.effects.letter import Letter, letter
from app.services.effects.notice import notice
from app.services.effects.registry import effect
from app.services.work import Work

# What the expert may say happens now (form follow_up), as it is told to the people of the trajectory.
FOLLOW_UPS = {
    "CARRY_OUT": "De herziene beslissing wordt uitgevoerd in het traject.",
    "NEW_EVALUATION": "VDAB evalueert opnieuw.",
    "NEW_INDICATION": "VDAB maakt een nieuwe indicering.",
    "NOTHING": "Aan het traject verandert niets.",
}


@effect("appeal_follow_up")
def tell_follow_up(work: Work, payload: dict[str, Any]) -> None:
    """Tell who asked, and the people of the running trajectory, what the expert said; people must do it."""
    row = reconsiderations.in_hand(work)
    by = f" Te doen tegen {row.follow_up_by:%d/%m/%Y}." if row.follow_up_by else ""
    said = f"{FOLLOW_UPS[row.follow_up or 'NOTHING']}{by}"
    for role in reconsiderations.asking_side(work):
        notice(work, _about(role, f"VDAB zegt wat er na de herziening gebeurt. {said}"))
    case = work.session.scalars(
        select(Case).where(Case.person_id == row.person_id, Case.process == "trajectory", Case.status == OPEN)
    ).first()
    if case is None:
        return  # the trajectory is over: nobody has to carry anything out there
    text = (
        f"Een beslissing van VDAB over deze werknemer is herzien. {said} Traject verandert niets vanzelf. "
        "Uitleg geeft de VDAB-expert."
    )
    for role in (Role.VDAB_COUNSELLOR, Role.COACH):
        notice(replace(work, case=case, task=None), _about(role, text))


def _about(role: Role, text: str) -> dict[str, str]:
    return {"role": role.value, "subject": "Een beslissing is herzien", "text": text}


@letter(LetterTemplate.RECONSIDERATION_DECISION)
def outcome_letter(work: Work) -> Letter:
    """The outcome to who asked for it: what is decided, why, and what it does with the trajectory."""
    row = reconsiderations.in_hand(work)
    person = work.session.get_one(Person, row.person_id)
    employer = work.session.get_one(Organisation, person.organisation_id)
    decision = reconsiderations.contested(work, row)
    to_employer = row.lodged_by == AppealParty.WERKGEVER
    return Letter(
        kind="reconsideration_decision",
        title="Uw vraag om een heroverweging",
        template="reconsideration_decision.html",
        about=row,
        values={
            "sender": "Heroverwegingscommissie VDAB",
            "written_on": work.today,
            "reference": f"{work.case.id}-{row.id}",
            "addressee": employer.name if to_employer else person.name,
            "address": employer.address if to_employer else person.address,
            "person": person.name if to_employer else "",
            "lodged_on": row.lodged_on,
            "decision": decision.label if decision else row.decision_text,
            "decision_on": decision.taken_on if decision else row.decision_on,
            "outcome": row.outcome,
            "by_board": row.advice_on is not None and row.outcome != AppealOutcome.INGETROKKEN,
            "advice_on": row.advice_on,
            "final_day": row.final_day if not row.in_time else None,
            "reasons": _reasons(row),
            "new_decision": row.new_decision,
            "decided_on": row.decided_on,
        },
    )


def _reasons(row: Reconsideration) -> str | None:
    return None if row.outcome == AppealOutcome.INGETROKKEN else row.reasons
