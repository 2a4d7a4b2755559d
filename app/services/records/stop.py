"""The notification of a project stop, as the enterprise fills it in: blocks A to H (domain.md §3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.domain.codes import StopKind, StopPermanence
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import format_establishment_number
from app.domain.project_stop import check_notice
from app.domain.quarter import quarter_of
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.organisation import Establishment, Organisation
from app.models.stop import StopAttachment, StopEmployee, StopNotification
from app.models.user import User
from app.queries import rules
from app.services import stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_panels import consequences, scale_panel, stop_panel
from app.services.terms import terms_of
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


@known("stop_employees")
def everybody_at_a_full_stop(work: Work) -> dict[str, Any]:
    """At a full stop everybody with a running trajectory is affected; at a partial stop that is for a person to say."""
    notification = stops.in_hand(work)
    if notification.kind != StopKind.VOLLEDIG.value:
        return {}
    day = min(notification.stop_date, work.today)
    working = stops.working_at(work.session, notification.organisation_id, day)
    return {"employees": [str(each.person.id) for each in working]}


@panels("stop_employees")
def before_naming(work: Work) -> list[Panel]:
    """The stop as notified, and how many full-time equivalents there are."""
    return [stop_panel(work), scale_panel(work)]


@record("stop_employees")
def name_employees(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Block D: keep each affected employee as he stands now; the process makes a task for each of them."""
    notification = stops.in_hand(work)
    chosen = set(answers.get("employees") or ())
    day = min(notification.stop_date, work.today)
    working = stops.working_at(work.session, notification.organisation_id, day)
    left_out = [each.person.name for each in working if str(each.person.id) not in chosen]
    if notification.kind == StopKind.VOLLEDIG.value and left_out:
        names = ", ".join(left_out[:10])
        text = say("Bij een volledige stopzetting stopt het werk voor iedereen. U vergat: %(names)s.", names=names)
        raise AnswersInvalid({"employees": [text]})
    if not chosen and not answers.get("no_employees_reason"):
        text = say("Duid aan voor wie het werk stopt, of leg hieronder uit waarom het voor niemand is.")
        raise AnswersInvalid({"employees": [text]})
    affected = [each for each in working if str(each.person.id) in chosen]
    terms = terms_of(work.session, [each.trajectory for each in affected], work.today)
    work.session.add_all(
        StopEmployee(
            notification_id=notification.id,
            person_id=each.person.id,
            trajectory_id=each.trajectory.id,
            fraction=each.employment.fraction,
            starts_on=each.trajectory.clock_start,
            legal_end=terms[each.trajectory.id].last_day if each.trajectory.id in terms else None,
        )
        for each in affected
    )
    notification.no_employees_reason = None if affected else answers.get("no_employees_reason")
    return {"stop_employees": [str(each.person.id) for each in affected]}


@panels("stop_subsidies")
def before_subsidies(work: Work) -> list[Panel]:
    """What follows for advances and settlement."""
    return [stop_panel(work), consequences(work)]


@known("stop_subsidies")
def usual_subsidies(work: Work) -> dict[str, Any]:
    """The last month for which an advance is paid is the month of the stop."""
    return {"last_advance_month": stops.in_hand(work).stop_date.replace(day=1)}


@record("stop_subsidies")
def tell_subsidies(work: Work, answers: dict[str, Any]) -> None:
    """Blocks E and F. What nobody knows yet stays open."""
    notification = stops.in_hand(work)
    month: date | None = answers.get("last_advance_month")
    notification.last_advance_month = month.replace(day=1) if month else None
    notification.expected_reclaim = answers.get("expected_reclaim")
    notification.iban = answers.get("iban")
    notification.quota_to = answers.get("quota_to")
    notification.quota_reduction_asked = answers["quota_reduction_asked"] == "ja"
    notification.council_informed = answers["council_informed"]
    notification.council_informed_on = answers.get("council_informed_on")
    notification.commissioner_informed_on = answers.get("commissioner_informed_on")


@panels("stop_declaration")
def before_declaring(work: Work) -> list[Panel]:
    """The whole notification once more, before it is declared true."""
    return [stop_panel(work), scale_panel(work), consequences(work)]


@known("stop_declaration")
def who_declares(work: Work) -> dict[str, Any]:
    """The person at the screen, with the function he gave before."""
    notification = stops.in_hand(work)
    same = notification.contact_name == work.actor.name
    return {
        "declarant_name": work.actor.name,
        "declarant_function": notification.contact_function if same else None,
    }


@record("stop_declaration")
def declare(work: Work, answers: dict[str, Any]) -> None:
    """Blocks G and H. The account and the moment are the signature."""
    notification = stops.in_hand(work)
    add_attachments(work, notification, answers)
    notification.declarant_name = answers["declarant_name"]
    notification.declarant_function = answers["declarant_function"]
    notification.declared_by, notification.declared_at = work.actor.user_id, work.now


def add_attachments(work: Work, notification: StopNotification, answers: dict[str, Any]) -> None:
    """Keep what is attached, by kind and reference."""
    for row in answers.get("attachments") or ():
        work.session.add(
            StopAttachment(
                notification_id=notification.id, kind=str(row["kind"]), reference=row["reference"], added_at=work.now
            )
        )
