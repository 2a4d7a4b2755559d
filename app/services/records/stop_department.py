"""What the department does with a stop notification: receipt, questions, decision, settlement, closing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.domain.audit import Tag
from app.domain.codes import StopDecision
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.organisation import Organisation
from app.models.stop import StopNotification, StopQuestion
from app.services import audit, stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_declaration import add_attachments
from app.services.records.stop_panels import (
    attachments_panel,
    consequences,
    employees_panel,
    questions_panel,
    scale_panel,
    shown,
    stop_panel,
)
from app.services.work import Work


@panels("stop_receipt")
@panels("stop_decision")
def everything(work: Work) -> list[Panel]:
    """The whole notification, what it leaves of the enterprise, and what follows from it."""
    asked = questions_panel(work)
    shown_panels = [
        stop_panel(work),
        employees_panel(work),
        scale_panel(work),
        consequences(work),
        attachments_panel(work),
    ]
    return [*shown_panels, asked] if asked else shown_panels


@known("stop_receipt")
def received(work: Work) -> dict[str, Any]:
    """Received on the day it was declared; the second time round that is known already."""
    notification = stops.in_hand(work)
    return {"received_on": notification.received_on or work.today}


@record("stop_receipt")
def receive(work: Work, answers: dict[str, Any]) -> None:
    """Note the receipt; a question goes back to the enterprise."""
    notification = stops.in_hand(work)
    received_on: date = answers["received_on"]
    if received_on < notification.notified_on:
        text = say(
            "De kennisgeving is ingediend op %(day)s: u kunt ze niet eerder gekregen hebben.",
            day=notification.notified_on,
        )
        raise AnswersInvalid({"received_on": [text]})
    notification.received_on = received_on
    if answers["stop_receipt"] == "questions":
        work.session.add(
            StopQuestion(
                notification_id=notification.id,
                question=answers["question"],
                asked_by=work.actor.user_id,
                asked_at=work.now,
            )
        )


@panels("stop_answer")
def the_questions(work: Work) -> list[Panel]:
    """What the department asks, beside the stop."""
    asked = questions_panel(work)
    return [asked, stop_panel(work)] if asked else [stop_panel(work)]


@record("stop_answer")
def answer(work: Work, answers: dict[str, Any]) -> None:
    """Keep the answer with its question, and what comes with it."""
    notification = stops.in_hand(work)
    question = work.session.scalars(
        select(StopQuestion)
        .where(StopQuestion.notification_id == notification.id, StopQuestion.answer.is_(None))
        .order_by(StopQuestion.id.desc())
        .limit(1)
    ).one()
    question.answer, question.answered_by, question.answered_at = answers["answer"], work.actor.user_id, work.now
    add_attachments(work, notification, answers)


@record("stop_decision")
def decide(work: Work, answers: dict[str, Any]) -> None:
    """Keep the decision with its reasons. The contingent shrinks only where the enterprise asked for it (T21)."""
    notification = stops.in_hand(work)
    accepted = answers["stop_decision"] == StopDecision.AANVAARD
    reduced_by: Decimal | None = answers.get("quota_reduced_by") if accepted else None
    if reduced_by:
        _check_reduction(notification, reduced_by)
    notification.decision = str(answers["stop_decision"])
    notification.decision_reason = answers["decision_reason"]
    notification.decided_by, notification.decided_on = work.actor.user_id, work.today
    if reduced_by:
        notification.quota_reduced_by = reduced_by
        _set_quota(work, notification, reduced_by)


def _check_reduction(notification: StopNotification, reduced_by: Decimal) -> None:
    if not notification.quota_reduction_asked:
        text = say("De onderneming vroeg geen vermindering van het contingent. Laat dit leeg.")
        raise AnswersInvalid({"quota_reduced_by": [text]})
    if reduced_by > notification.fte_stopped:
        text = say("Er komen maar %(fte)s VTE vrij.", fte=shown(notification.fte_stopped))
        raise AnswersInvalid({"quota_reduced_by": [text]})


def _set_quota(work: Work, notification: StopNotification, reduced_by: Decimal) -> None:
    enterprise = work.session.get_one(Organisation, notification.organisation_id)
    if enterprise.quota_fte is None:
        return
    before, enterprise.quota_fte = enterprise.quota_fte, max(enterprise.quota_fte - float(reduced_by), 0.0)
    audit.record(
        work.session,
        Tag.FACT_SET,
        actor=work.actor,
        case_id=work.case.id,
        subject="organisation",
        id=enterprise.id,
        what="quota_fte",
        before=before,
        after=enterprise.quota_fte,
        ground="stop_notification",
    )
