"""For whoever watches the server (contract §4): is it up, can it work, what waits. Open to everybody: only numbers."""

from __future__ import annotations

import logging

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from app import db
from app.queries import health
from app.web.access import public

blueprint = Blueprint("health", __name__)
_log = logging.getLogger(__name__)
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/healthz")
@public
def up() -> Response:
    """The process answers."""
    return _plain("ok")


@blueprint.get("/readyz")
@public
def ready() -> Response:
    """The database is reachable and has the newest schema; 503 with the reason when not."""
    try:
        with db.reading() as session:
            migrated = health.has_newest_schema(session)
    except SQLAlchemyError as error:
        _log.error("not ready: the database cannot be reached (%s)", type(error).__name__)
        return _plain("the database cannot be reached", 503)
    return _plain("ok") if migrated else _plain("the database is not migrated: flask --app wsgi db upgrade", 503)


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """What waits, in the text format of Prometheus."""
    with db.reading() as session:
        waiting = health.waiting(session)
    gauges = (
        ("traject_cases_overdue", "Cases in which a timer is due and has not fired.", waiting.overdue_cases),
        ("traject_lateness_seconds", "How long the oldest of those is due.", waiting.lateness),
        ("traject_incidents_open", "Cases that need a person before they go on.", waiting.open_incidents),
        ("traject_mails_pending", "Mails that are still to be sent.", waiting.pending_mails),
    )
    lines = (f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value}\n" for name, words, value in gauges)
    return Response("".join(lines), content_type=_PROMETHEUS)


def _plain(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")
