"""Every request: its number, its time, a line in the log, a place in the metrics. By route, never by address."""

from __future__ import annotations

import logging
import re
import secrets
import time
from weakref import WeakSet

from flask import Flask, Response, g, request
from prometheus_client import Gauge, Histogram
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from app import logs

_log = logging.getLogger(__name__)
_HEADER = "X-Request-Id"
_A_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
_UNWATCHED = frozenset({"static", "health.up", "health.ready", "health.metrics"})
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_seconds = Histogram(
    "traject_request_seconds", "How long requests took.", ("method", "route", "status"), buckets=_BUCKETS
)
_connections = Gauge("traject_database_connections", "Database connections in use.", multiprocess_mode="livesum")
_in_use: WeakSet[ConnectionPoolEntry] = WeakSet()


@event.listens_for(Pool, "checkout")
def _taken(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    _in_use.add(record)
    _connections.set(len(_in_use))


@event.listens_for(Pool, "checkin")
def _given_back(_connection: object, record: ConnectionPoolEntry) -> None:
    _in_use.discard(record)  # what could not be opened comes back too, and was never taken
    _connections.set(len(_in_use))


def init(app: Flask) -> None:
    """Watch every request. Registered first: whatever answers, it is counted."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(_HEADER, "")
        g.began = time.perf_counter()
        g.request_id = given if _A_NUMBER.fullmatch(given) else secrets.token_hex(8)
        logs.request_id.set(g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        began = g.get("began")
        if began is None:
            return response
        response.headers[_HEADER] = g.request_id
        if request.endpoint not in _UNWATCHED:
            _note(response.status_code, time.perf_counter() - began)
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        logs.request_id.set(None)


def _note(status: int, seconds: float) -> None:
    route = str(request.url_rule) if request.url_rule is not None else "(none)"
    method = request.method if request.url_rule is not None else "(any)"  # anybody may invent methods
    _seconds.labels(method, route, str(status)).observe(seconds)
    fields = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
    _log.info("request", extra={"fields": fields})
