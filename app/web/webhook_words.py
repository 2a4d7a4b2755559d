"""Webhooks in words."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from app.domain.webhooks import PROBLEMS
from app.models import webhook as webhooks
from app.queries.webhooks import DeliveryRow, WebhookRow
from app.web.status import Status
from app.web.wording import translate

_ACTIVE = Status(lazy_gettext("Actief"), "ok")
_PAUSED = Status(lazy_gettext("Op pauze"), "paused")
_STOPPED = Status(lazy_gettext("Op pauze door Traject"), "late")
_FAILING = Status(lazy_gettext("Lukt niet"), "soon")
DELIVERIES = {
    webhooks.WAITING: Status(lazy_gettext("Wacht"), "waiting"),
    webhooks.DELIVERED: Status(lazy_gettext("Bezorgd"), "done"),
    webhooks.GIVEN_UP: Status(lazy_gettext("Opgegeven"), "late"),
    webhooks.SKIPPED: Status(lazy_gettext("Overgeslagen"), "plain"),
}


def status(row: WebhookRow) -> Status:
    """How a receiver stands."""
    if row.state == webhooks.PAUSED:
        return _PAUSED if row.paused_because == webhooks.BY_PERSON else _STOPPED
    return _FAILING if row.failing_since else _ACTIVE


def status_of(row: DeliveryRow) -> Status:
    """How a message stands."""
    return DELIVERIES[row.state]


def explained(row: WebhookRow) -> str:
    """What is the matter, and what to do; empty where all is well."""
    if row.state == webhooks.PAUSED:
        return {
            webhooks.GONE: gettext(
                "De ontvanger antwoordde dat hij geen berichten meer wil (410). Kijk na of het adres nog juist is."
            ),
            webhooks.FAILING: gettext(
                "De ontvanger nam drie dagen lang geen enkel bericht aan. Kijk met hem na wat er misgaat en stuur "
                "een proefbericht. Lukt dat, laat de webhook dan verdergaan."
            ),
        }.get(row.paused_because or "", gettext("Er wordt niets bezorgd tot u de webhook laat verdergaan."))
    if row.failing_since:
        return gettext(
            "De ontvanger neemt nu niets aan. Traject probeert het vanzelf opnieuw, telkens wat later, en zet de "
            "webhook na drie dagen op pauze. Er gaat niets verloren."
        )
    return ""


def answer(row: DeliveryRow) -> str:
    """What came of the last try: the HTTP code, or why there was none."""
    if row.answer is None:
        return "–"
    if row.answer.code is not None:
        return gettext("HTTP %(code)s", code=row.answer.code)
    return translate(PROBLEMS.get(row.answer.problem or "")) or "–"
