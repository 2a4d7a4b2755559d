"""What a project stop sends: letters to the enterprise, and a notice to VDAB about somebody who is dismissed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import LetterTemplate, StopKind
from app.models.case import OPEN, Case
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.stop import StopNotification
from app.models.user import User
from app.services import stops
from app.services.effects.letter import Letter, letter
from app.services.effects.notice import notice
from app.services.effects.registry import effect
from app.services.records.stop_panels import consequence_rows
from app.services.work import Work

_TITLES = {
    StopKind.VOLLEDIG.value: "Volledige stopzetting van uw LDE-project",
    StopKind.GEDEELTELIJK.value: "Gedeeltelijke stopzetting van uw LDE-project",
}


@effect("stop_vdab_notice")
def tell_vdab(work: Work, payload: dict[str, Any]) -> None:
    """Tell the VDAB counsellor of `person` that he loses his job by the stop: a notice on his own trajectory's case."""
    person = work.session.get_one(Person, int(payload["person"]))
    case = work.session.scalars(
        select(Case).where(Case.person_id == person.id, Case.process == "trajectory", Case.status == OPEN)
    ).first()
    if case is None:
        return  # the trajectory is over: there is no counsellor to tell
    text = (
        f"{person.name} is ontslagen omdat het project van {work.case.title} stopt. "
        "Neem contact op met de werknemer over de volgende stap."
    )
    about = {"role": Role.VDAB_COUNSELLOR.value, "subject": "Ontslag door een stopzetting", "text": text}
    notice(replace(work, case=case, task=None), about)


@letter(LetterTemplate.STOP_ACCEPTED)
def accepted(work: Work) -> Letter:
    """The department takes note of the stop, with everything that follows from it."""
    notification = stops.in_hand(work)
    rows = [(str(label), _said(value)) for label, value in consequence_rows(work, notification)]
    return _letter(work, notification, "stop_accepted.html", {"consequences": rows})


@letter(LetterTemplate.STOP_REFUSED)
def refused(work: Work) -> Letter:
    """The department does not take note of the stop, and why."""
    return _letter(work, stops.in_hand(work), "stop_refused.html", {})


def _letter(work: Work, notification: StopNotification, template: str, values: dict[str, Any]) -> Letter:
    enterprise = work.session.get_one(Organisation, notification.organisation_id)
    official = work.session.get(User, notification.decided_by) if notification.decided_by else None
    return Letter(
        kind="stop_decision",
        title=_TITLES[notification.kind],
        template=template,
        about=notification,
        values={
            "sender": "Departement Werk en Sociale Economie",
            "written_on": work.today,
            "reference": f"{work.case.id}-{notification.id}",
            "enterprise": enterprise.name,
            "address": enterprise.address,
            "contact": notification.contact_name,
            "service": notification.service_name,
            "notified_on": notification.notified_on,
            "stop_date": notification.stop_date,
            "reason": notification.decision_reason,
            "decided_on": notification.decided_on,
            "signed_by": official.name if official else "",
            **values,
        },
    )


def _said(value: object) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
