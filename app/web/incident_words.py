"""Incidents in words, and what somebody typed as the value of a variable."""

from __future__ import annotations

from flask_babel import lazy_gettext

from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.queries.firings import OutageProof
from app.queries.incidents import IncidentRow
from app.web.status import Status

_NEEDS_PERSON = Status(lazy_gettext("Iemand moet kijken"), "late")
_TRIED_AGAIN = Status(lazy_gettext("Wordt opnieuw geprobeerd"), "soon")
_PASSED_LATER = Status(lazy_gettext("Wacht op de persoon"), "waiting")
_RESOLVED = Status(lazy_gettext("Opgelost"), "done")
_CAUGHT_UP = Status(lazy_gettext("Alles ingehaald"), "ok")
_NOT_YET = Status(lazy_gettext("Nog niet alles ingehaald"), "late")

DURING = {
    "timer": lazy_gettext("een datum die bereikt was"),
    "task": lazy_gettext("een taak die iemand afwerkte"),
    "message": lazy_gettext("een bericht aan het dossier"),
}
RESOLUTIONS = {
    "went_on": lazy_gettext("Het dossier ging vanzelf verder"),
    "retried": lazy_gettext("Opnieuw geprobeerd"),
    "corrected": lazy_gettext("Gegeven verbeterd"),
    "skipped": lazy_gettext("Stap overgeslagen"),
    "handed_back": lazy_gettext("Teruggegeven: de persoon kan opnieuw proberen"),
    "moved": lazy_gettext("Verplaatst naar een andere versie"),
}
KINDS = {
    "text": lazy_gettext("tekst"),
    "number": lazy_gettext("getal, zoals 3 of 2,5"),
    "boolean": lazy_gettext("ja of nee"),
    "date": lazy_gettext("datum, zoals 2027-01-31"),
}
_YES_NO = {"ja": True, "nee": False, "yes": True, "no": False}


def status(row: IncidentRow) -> Status:
    """Where an incident stands."""
    if row.resolved_at is not None:
        return _RESOLVED
    if row.retry_at is not None:
        return _TRIED_AGAIN
    return _PASSED_LATER if row.skip and row.during != "timer" else _NEEDS_PERSON


def outage_status(outage: OutageProof) -> Status:
    """Whether everything of an outage was caught up."""
    return _NOT_YET if outage.waiting else _CAUGHT_UP


def typed(kind: str, value: str) -> object:
    """What somebody typed, as a value of this kind; nothing typed is no value. AnswersInvalid when it is none."""
    if not value:
        return None
    if kind == "number":
        return _number(value)
    if kind == "boolean":
        if value.casefold() not in _YES_NO:
            raise AnswersInvalid({"value": [say("Schrijf ja of nee.")]})
        return _YES_NO[value.casefold()]
    if kind == "list":
        raise AnswersInvalid({"name": [say("Een lijst kan hier niet verbeterd worden.")]})
    return value


def _number(value: str) -> int | float:
    plain = value.replace(",", ".")
    try:
        return int(plain) if "." not in plain else float(plain)
    except ValueError:
        raise AnswersInvalid({"value": [say("Dit is geen getal.")]}) from None
