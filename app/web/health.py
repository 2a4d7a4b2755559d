"""For whoever watches the server (contract §4): is it up, can it work, what waits. Open to everybody: only numbers."""

from __future__ import annotations

import logging
import os
from math import inf

from flask import Blueprint, Response
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from app import db
from app.queries import health
from app.web.access import public

blueprint = Blueprint("health", __name__)
_log = logging.getLogger(__name__)


@blueprint.get("/healthz")
@public
def up() -> Response:
    """The process answers."""
    return _plain("ok")


@blueprint.get("/readyz")
@public
def ready() -> Response:
    """The database is reachable and has the schema this code needs, or a newer one; 503 with the reason when not."""
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
    """What waits, asked of the database now; then how requests went, of all processes of this server together.

    Without a database only the second: who watches learns most when something is down.
    """
    try:
        with db.reading() as session:
            waiting = health.waiting(session)
    except SQLAlchemyError as error:
        _log.error("the database cannot be reached (%s)", type(error).__name__)
        waiting = []
    up = health.Gauge("database_up", "Whether the database answers.", float(bool(waiting)))
    lines = "".join(_lines(gauge) for gauge in (up, *waiting))
    return Response(lines + _requests(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _lines(gauge: health.Gauge) -> str:
    name = f"traject_{gauge.name}"
    return f"# HELP {name} {gauge.words}\n# TYPE {name} gauge\n{name} {_written(gauge.value)}\n"


def _written(value: float) -> str:
    return "+Inf" if value == inf else str(value)


def _requests() -> str:
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # several processes, each writing its own file there
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no types there
    return generate_latest(registry).decode()


def _plain(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")
