"""The letter that asks an organisation to take an employee into another measure."""

from __future__ import annotations

from app.domain.codes import LetterTemplate, Measure
from app.models.organisation import Organisation
from app.models.user import User
from app.services import referrals
from app.services.effects.letter import Letter, letter
from app.services.work import Work


@letter(LetterTemplate.REFERRAL_REQUEST)
def request(work: Work) -> Letter:
    """The question for the measure just chosen. It names no health data: only what is needed to answer."""
    referral = referrals.in_hand(work)
    person = work.person
    employer = work.session.get(Organisation, person.organisation_id) if person else None
    author = work.session.get(User, referral.chosen_by) if referral.chosen_by else None
    return Letter(
        kind="referral_request",
        title="Vraag om een werknemer op te nemen",
        template="referral_request.html",
        about=referral,
        values={
            "sender": "VDAB",
            "written_on": work.today,
            "reference": f"{work.case.id}-{referral.id}",
            "body": referral.body,
            "body_contact": referral.body_contact,
            "person": person.name if person else "",
            "measure": Measure(referral.measure).label,
            "employer": employer.name if employer else "",
            "reasons": referral.reasons,
            "worker_view": referral.worker_view,
            "signed_by": author.name if author else "",
            "signed_as": "VDAB-bemiddelaar",
        },
    )
