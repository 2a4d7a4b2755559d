"""The last blocks of a project stop: subsidies, consultation, attachments, declaration (domain.md §3, E-H)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.models.stop import StopAttachment, StopNotification
from app.services import stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_panels import consequences, scale_panel, stop_panel
from app.services.work import Work


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
