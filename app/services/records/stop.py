"""A project stop is notified by the enterprise: what stops, when and why (domain.md §3, blocks A-C)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import OrganisationKind, StopKind, StopPermanence
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import format_establishment_number
from app.domain.project_stop import check_notice
from app.domain.quarter import quarter_of
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.organisation import Establishment, Organisation
from app.models.stop import StopNotification
from app.models.user import User
from app.queries import rules
from app.services import stops
from app.services.parties import set_party
from app.services.records.registry import known, record
from app.services.work import Work

_FARTHEST_YEARS = 5


@known("stop_notification")
def known_of_enterprise(work: Work) -> dict[str, Any]:
    """Block A from the register, and the person at the screen as the one who answers questions."""
    enterprise = stops.enterprise_of(work)
    user = work.session.get(User, work.actor.user_id) if work.actor.user_id else None
    numbers = work.session.scalars(
        select(Establishment.number)
        .where(Establishment.organisation_id == enterprise.id, Establishment.active)
        .order_by(Establishment.number)
    )
    return {
        "name": enterprise.name,
        "number": enterprise.number,
        "seat": enterprise.address,
        "establishments": ", ".join(format_establishment_number(number) for number in numbers),
        "contact_name": user.name if user else None,
        "contact_email": user.email if user else enterprise.email,
        "contact_phone": enterprise.phone,
        "quota_fte": Decimal(str(enterprise.quota_fte)) if enterprise.quota_fte is not None else None,
    }


@record("stop_notification")
def notify(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Blocks A, B and C. A late notice is accepted with a reason; without one it is asked for."""
    enterprise = stops.enterprise_of(work)
    _check_stop(work, answers)
    whole = answers["stop_kind"] == StopKind.VOLLEDIG
    work.session.add(
        StopNotification(
            case_id=work.case.id,
            organisation_id=enterprise.id,
            notified_on=work.today,
            kind=str(answers["stop_kind"]),
            stop_date=answers["stop_date"],
            fte_stopped=answers["fte_stopped"],
            fte_remaining=Decimal(0) if whole else answers["fte_remaining"],
            resume_on=answers.get("resume_on"),
            **{field: answers.get(field) for field in _AS_GIVEN},
        )
    )
    _name_case(work, enterprise)
    _let_authority_follow(work, answers.get("commissioner_number"))
    return {"stop_settle_from": quarter_of(answers["stop_date"]).over_on}


# Answers that are kept under the name of their question.
_AS_GIVEN = (
    "label_number",
    "contact_name",
    "contact_function",
    "contact_email",
    "contact_phone",
    "service_name",
    "service_type",
    "commissioner_name",
    "commissioner_number",
    "entrusted_on",
    "quota_fte",
    "reason",
    "reason_text",
    "permanence",
    "late_reason",
)


def _let_authority_follow(work: Work, number: str | None) -> None:
    """Who commissioned the service sees that it stops, where that authority is known here by its number."""
    known_as = (Organisation.number == number, Organisation.kind == OrganisationKind.AUTHORITY.value)
    found = work.session.scalar(select(Organisation.id).where(*known_as, Organisation.active)) if number else None
    if found is not None:
        set_party(work.session, work.case, Role.COMMISSIONER, found, actor=work.actor)


def _check_stop(work: Work, answers: dict[str, Any]) -> None:
    wrong: dict[str, list[Text]] = {}
    stop_date: date = answers["stop_date"]
    if abs(stop_date.year - work.today.year) > _FARTHEST_YEARS:
        wrong["stop_date"] = [say("Kijk het jaar na: %(day)s ligt te ver weg.", day=stop_date)]
    elif not answers.get("late_reason"):
        late = check_notice(work.today, stop_date, rules.at(work.session, work.today))
        if late:
            wrong["late_reason"] = [finding.text for finding in late]
    if answers["fte_stopped"] <= 0:
        wrong["fte_stopped"] = [say("Geef meer dan nul.")]
    if answers["permanence"] == StopPermanence.TIJDELIJK and answers["resume_on"] <= stop_date:
        wrong["resume_on"] = [say("U begint opnieuw na de dag waarop u stopt.")]
    if wrong:
        raise AnswersInvalid(wrong)


def _name_case(work: Work, enterprise: Organisation) -> None:
    """A case started without a subject gets the enterprise as its subject."""
    if work.case.organisation_id is None:
        work.case.organisation_id = enterprise.id
        work.case.title, work.case.search_title = enterprise.name, fold(enterprise.name)
