"""B8: whole simple cases per second, by 8 clients over real HTTP, on gunicorn with two processes, on either database.

A case is three requests: start, task A, task B. The clients are threads of this process, on the same machine: what they
need is not taken off, but told. Elapsed time; what answers anything but success is an error, and there may be none.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import orjson

from app import db
from benchmarks.measure import Result
from benchmarks.servers import postgresql
from benchmarks.stage import SECRET, A, B, Stage
from benchmarks.stage import stage as another_stage
from config import ROOT, Environment
from tests.support.served import free_port

CLIENTS, PROCESSES, WARM_SECONDS, SECONDS = 8, 2, 3.0, 15.0
_LEAST = 100
_LONGEST_START = 60.0


def run(stage: Stage) -> list[Result]:
    """On the stage's SQLite, then on PostgreSQL."""
    found = [_measure(stage, "SQLite")]
    with postgresql() as url, another_stage(url) as server:
        return [*found, _measure(server, "PostgreSQL")]


def _measure(stage: Stage, where: str) -> Result:
    with _gunicorn(db.engine().url.render_as_string(hide_password=False)) as port:
        _drive(port, stage.token, WARM_SECONDS)
        began = time.process_time()
        cases, seconds, errors = _drive(port, stage.token, SECONDS)
        clients = (time.process_time() - began) / max(cases, 1)
    if errors:
        raise RuntimeError(f"B8 ({where}): {len(errors)} errors, the first: {errors[0]}")
    rate = cases / seconds
    told = f"{rate:.0f} cases/s, elapsed; clients' processor time {1000 * clients:.1f} ms a case"
    name = f"B8 a whole case, {CLIENTS} clients, {PROCESSES} processes ({where}): {told}"
    return Result(name, 1000 / rate, 0, 0, 1000 / _LEAST)


@contextmanager
def _gunicorn(url: str) -> Iterator[int]:
    """The documented command (docs/operations.md), on a port of its own."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")},
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "TRAJECT_ENV": Environment.TESTING,
        "PORT": str(port),
        "WEB_CONCURRENCY": str(PROCESSES),
    }
    command = [Path(sys.executable).parent / "gunicorn", "-c", "python:app.serving", "wsgi:app"]
    with TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_up(server, port)
            yield port
        finally:
            server.terminate()
            server.wait(60)


def _wait_until_up(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn does not answer")


def _drive(port: int, token: str, seconds: float) -> tuple[int, float, list[str]]:
    """Whole cases done, the seconds that took, and what went wrong."""
    done: list[int] = []
    errors: list[str] = []
    until = time.monotonic() + seconds

    def client() -> None:
        ask = _asker(port, token)
        number = 0
        try:
            while time.monotonic() < until:
                task = ask("/cases", {"process": "simple"})["open_tasks"][0]["id"]
                task = ask(f"/tasks/{task}/complete", {"answers": A})["next_tasks"][0]["id"]
                ask(f"/tasks/{task}/complete", {"answers": B})
                number += 1
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        done.append(number)

    began = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done), time.monotonic() - began, errors


def _asker(port: int, token: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(path: str, body: dict[str, Any]) -> Any:
        connection.request("POST", f"/api/v1{path}", orjson.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
        return orjson.loads(content)

    return ask
