"""How gunicorn serves Traject: ``gunicorn -c python:app.serving wsgi:app`` (docs/operations.md).

Any number of processes on any number of machines, as long as they share a PostgreSQL: a request leaves nothing behind
in the one that answered it. The application is loaded in each process, after the fork: no connection is ever shared.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import Any

from app import logs
from app.turnstile import Turnstile
from config import SettingsError, read_settings

# Read by prometheus_client when it is first imported, which is after this.
_METRICS = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="traject-metrics-"))

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"  # behind a proxy that has the certificate
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4  # short requests go one by one (turnstile.py); who takes long leaves three for the others
preload_app = False
timeout = 60
graceful_timeout = 30  # on SIGTERM: no new requests, the ones in hand are finished
keepalive = 5
limit_request_line = 8190
limit_request_field_size = 16380
control_socket_disable = True
accesslog = None  # app/web/requests.py writes a line per request that names the route, not the address
logconfig_dict = logs.configuration()


def on_starting(_server: Any) -> None:
    """Say what is wrong with the settings once, and stop: processes that cannot start are started again for ever."""
    try:
        read_settings(os.environ)
    except SettingsError as error:
        sys.exit(f"Traject cannot start: {error}")


def post_worker_init(worker: Any) -> None:
    """The application as it was loaded, behind a turnstile."""
    worker.wsgi = Turnstile(worker.wsgi)


def child_exit(_server: Any, worker: Any) -> None:
    """Take what only a living process has (connections in use) out of the metrics."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # prometheus_client has no types there


def on_exit(_server: Any) -> None:
    """Leave nothing in the temporary folder."""
    shutil.rmtree(_METRICS, ignore_errors=True)
