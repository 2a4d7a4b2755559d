"""Refusals and failures as pages: one place, plain Dutch, never a traceback, never somebody's data in a log."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, render_template, request
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app import db
from app.domain.errors import AlreadyDone, AnswersInvalid, Refusal
from app.domain.text import Text
from app.web import current, kept

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says: what happened, and what to do now."""

    title: str
    advice: str


_WORDS = {
    400: Words(lazy_gettext("Deze vraag klopt niet"), lazy_gettext("Ga terug en probeer het opnieuw.")),
    401: Words(lazy_gettext("Meld u aan"), lazy_gettext("Meld u aan en probeer het opnieuw.")),
    403: Words(
        lazy_gettext("U mag dit niet doen"),
        lazy_gettext("Denkt u dat het wel moet kunnen? Vraag het aan de beheerder van uw organisatie."),
    ),
    404: Words(
        lazy_gettext("Deze pagina is er niet"),
        lazy_gettext("Misschien is het adres fout, of hoort het dossier bij iemand anders."),
    ),
    405: Words(lazy_gettext("Dit kan hier niet"), lazy_gettext("Ga terug en gebruik de knoppen op de pagina.")),
    409: Words(
        lazy_gettext("Dit kan niet meer"),
        lazy_gettext("Er is niets gewijzigd. Bekijk hoe het nu staat en probeer het dan opnieuw."),
    ),
    413: Words(
        lazy_gettext("Dit is te veel in één keer"),
        lazy_gettext("Maak de tekst korter of het bestand kleiner en probeer het opnieuw."),
    ),
    422: Words(lazy_gettext("Dit is nog niet juist"), lazy_gettext("Ga terug en pas uw antwoorden aan.")),
    429: Words(lazy_gettext("Te veel pogingen"), lazy_gettext("Wacht enkele minuten en probeer het opnieuw.")),
    500: Words(
        lazy_gettext("Er ging iets mis bij ons"),
        lazy_gettext("Er is niets half bewaard. Probeer het opnieuw. Lukt het niet? Geef dan dit nummer door."),
    ),
    503: Words(
        lazy_gettext("Traject is even niet bereikbaar"), lazy_gettext("Probeer het over enkele minuten opnieuw.")
    ),
}


def init(app: Flask) -> None:
    """Every refusal and failure of a page ends here. (The JSON API has its own, in its blueprint.)"""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_not_ours)
    app.register_error_handler(HTTPException, stopped)
    for away in db.AWAY:
        app.register_error_handler(away, unavailable)
    app.register_error_handler(Exception, failed)


def page(status: int, text: Text | str | None = None, **more: object) -> tuple[str, int]:
    """The error page of a status."""
    words = _WORDS.get(status, _WORDS[400 if status < 500 else 500])
    back = kept.handed_back()
    return render_template("errors/error.html", words=words, text=text, status=status, back=back, **more), status


def refused(refusal: Refusal) -> tuple[str, int]:
    """Something the rules turn down: the page says what, and for a task done by somebody else who and when."""
    by, at = (refusal.by, refusal.at) if isinstance(refusal, AlreadyDone) else (None, None)
    problems = (
        [text for texts in refusal.errors.values() for text in texts] if isinstance(refusal, AnswersInvalid) else []
    )
    return page(refusal.status, None if problems else refusal.text, by=by, at=at, problems=problems)


def form_not_ours(_error: CSRFError) -> tuple[str, int]:
    """The form carries no (or an old) token: nothing is done, and what was typed can be handed back."""
    fields = kept.typed() if kept.can_be_resumed() else []
    if fields:
        return kept.resume_page(request.path, fields), 400
    return page(
        400,
        lazy_gettext("Deze pagina stond te lang open, of u meldde zich intussen opnieuw aan. Er is niets gewijzigd."),
    )


def stopped(error: HTTPException) -> tuple[str, int] | HTTPException:
    """What Flask itself refuses: no such page, wrong method, too large. Redirects pass."""
    status = error.code or 500
    return error if status < 400 else page(status)


def failed(error: Exception) -> tuple[str, int]:
    """A failure of ours. The log holds the kind of error and where; the person gets a number to pass on."""
    reference = secrets.token_hex(4)
    log.error("failure %s on %s: %s", reference, request.endpoint, type(error).__name__, exc_info=error)
    return page(500, reference=reference, failsafe=True)


def unavailable(error: Exception) -> tuple[str, int, dict[str, str]]:
    """The database is away for a moment, or too busy: nothing was done, and what was typed is handed back."""
    current.give_up()
    reference = secrets.token_hex(4)
    log.error("no database %s on %s: %s", reference, request.endpoint, type(error).__name__, exc_info=error)
    return *page(503, reference=reference, failsafe=True), {"Retry-After": db.RETRY_AFTER}
