"""Errors as application/problem+json (RFC 9457)."""

from __future__ import annotations

import logging
import secrets
from itertools import islice
from typing import Any

import orjson
from flask import Blueprint, Response
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from app import db
from app.domain.errors import AlreadyDone, AnswersInvalid, Refusal, StandsStill

_log = logging.getLogger(__name__)
# A program may send a hundred thousand names that are wrong: the answer is for somebody who reads it.
_MOST_FIELDS, _LONGEST_NAME = 200, 200
_TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Answers not valid",
    429: "Too many requests",
    500: "Internal error",
    503: "Service unavailable",
}


def register(blueprint: Blueprint) -> None:
    """Turn every error of the API into a problem document."""
    blueprint.register_error_handler(Refusal, refused)
    blueprint.register_error_handler(HTTPException, stopped)
    for away in db.AWAY:
        blueprint.register_error_handler(away, unavailable)
    blueprint.register_error_handler(Exception, failed)


def problem(status: int, detail: str, **more: Any) -> Response:
    """A problem document; `more` are extension members, left out when None."""
    content = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
    content |= {key: value for key, value in more.items() if value is not None}
    return Response(orjson.dumps(content), status, mimetype="application/problem+json")


def refused(refusal: Refusal) -> Response:
    """A refusal in the reader's language; answers that are not valid say so per field."""
    errors = None
    if isinstance(refusal, AnswersInvalid):
        told = islice(refusal.errors.items(), _MOST_FIELDS)
        errors = {field[:_LONGEST_NAME]: [text.render(gettext) for text in texts] for field, texts in told}
    by = refusal.by if isinstance(refusal, AlreadyDone) else None
    at = refusal.at.isoformat() if isinstance(refusal, AlreadyDone) and refusal.at else None
    number = refusal.correlation_id if isinstance(refusal, StandsStill) else None
    return problem(refusal.status, refusal.text.render(gettext), errors=errors, by=by, at=at, reference=number)


def stopped(error: HTTPException) -> Response:
    """What the framework refuses: unreadable JSON, no token, too large."""
    status = error.code or 500
    answer = problem(status, error.description or "")
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="traject"'
    return answer


def failed(error: Exception) -> Response:
    """A failure of ours: the log knows, the caller gets a number to pass on and nothing else."""
    reference = secrets.token_hex(4)
    _log.error("failure %s: %s", reference, type(error).__name__, exc_info=error)
    return problem(
        500, f"Something failed on our side. Nothing was half done. Reference: {reference}.", reference=reference
    )


def unavailable(error: Exception) -> Response:
    """The database is away for a moment, or too busy: nothing was done, and the same request may be sent again."""
    reference = secrets.token_hex(4)
    _log.error("no database %s: %s", reference, type(error).__name__, exc_info=error)
    answer = problem(503, f"Traject cannot answer now. Nothing was done. Reference: {reference}.", reference=reference)
    answer.headers["Retry-After"] = db.RETRY_AFTER
    return answer
