"""A project stop ends: the quarter settled, the enterprise closed after a full stop (domain.md §3; T23)."""

from __future__ import annotations

from typing import Any

from app.domain.audit import Tag
from app.domain.codes import StopPermanence
from app.domain.errors import AnswersInvalid
from app.domain.project_stop import missing_to_close
from app.domain.text import Text, say
from app.models.organisation import Organisation
from app.models.stop import StopNotification
from app.services import audit, stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_panels import (
    consequences,
    employees_panel,
    stop_panel,
)
from app.services.work import Work


@panels("stop_settlement")
def before_settling(work: Work) -> list[Panel]:
    """The stop and its consequences for money."""
    return [stop_panel(work), consequences(work)]


@known("stop_settlement")
def no_corrections(work: Work) -> dict[str, Any]:
    """Settled today unless said otherwise."""
    return {"settled_on": work.today}


@record("stop_settlement")
def settle_quarter(work: Work, answers: dict[str, Any]) -> None:
    """Keep the settlement of the quarter of the stop; what it comes to is computed, never typed (T23)."""
    notification = stops.in_hand(work)
    if answers["settled_on"] < notification.stop_date:
        raise AnswersInvalid({"settled_on": [say("De afrekening komt na de stopzetting.")]})
    notification.advances_paid = answers["advances_paid"]
    notification.entitlement = answers["entitlement"]
    notification.corrections = answers.get("corrections")
    notification.settled_on = answers["settled_on"]
    notification.settlement_reference = answers["settlement_reference"]


@panels("stop_closing")
def before_closing(work: Work) -> list[Panel]:
    """Where everybody went, and what the settlement came to."""
    return [stop_panel(work), employees_panel(work), consequences(work)]


@record("stop_closing")
def close(work: Work, answers: dict[str, Any]) -> None:
    """Close the enterprise after a full stop: nothing may be missing (T23)."""
    notification = stops.in_hand(work)
    missing = _missing(work, notification)
    if missing:
        raise AnswersInvalid({"": missing})
    if answers["closed_on"] < notification.stop_date:
        raise AnswersInvalid({"closed_on": [say("De onderneming sluit niet voor de stopzetting.")]})
    notification.last_report_on = answers["last_report_on"]
    notification.last_report_reference = answers["last_report_reference"]
    notification.closed_on = answers["closed_on"]
    if notification.permanence == StopPermanence.DEFINITIEF.value:
        _close_enterprise(work, notification)


def _missing(work: Work, notification: StopNotification) -> list[Text]:
    employees = stops.employees_of(work.session, notification.id)
    return list(
        missing_to_close(
            employees=len(employees),
            destinations=sum(1 for each in employees if each.destination is not None),
            final_settlement=notification.settled_on is not None,
            last_report=True,  # this very form brings it
        )
    )


def _close_enterprise(work: Work, notification: StopNotification) -> None:
    """No contingent any more, and no new people: the enterprise is no longer offered in lists."""
    enterprise = work.session.get_one(Organisation, notification.organisation_id)
    enterprise.quota_fte, enterprise.active = 0.0, False
    audit.record(
        work.session,
        Tag.ORGANISATION_CHANGED,
        actor=work.actor,
        case_id=work.case.id,
        organisation=enterprise.id,
        fields=["active", "quota_fte"],
    )
