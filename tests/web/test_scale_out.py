"""Two gunicorn processes and two workers on one PostgreSQL, from the commands of docs/operations.md: they share."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.models.audit import Audit
from app.models.base import configure_keys
from app.models.case import Case
from app.queries import users as accounts
from app.services import audit, cases, definitions, new_passwords, publishing, registries, users
from config import ROOT, Environment
from tests.conftest import SECRET_KEY
from tests.support.clock import TestClock
from tests.support.databases import Database, Databases
from tests.support.served import free_port

BUNDLES = Path(__file__).parents[1] / "services" / "bundles"
PASSWORD = "a-long-password-of-this-test"
EMAIL = "els@schakel.example"
CASES = 12
_LONGEST = 240.0  # five programs start on a machine that may be doing much else


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    made = databases.create("postgresql")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


@pytest.fixture
def coach(database: Database) -> Actor:
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, BUNDLES / "workflows", BUNDLES / "forms")
    user_id = users.create_at(SYSTEM, EMAIL, role=Role.COACH.value, organisation_key="schakel", name="Els")
    new_passwords.set_password(SYSTEM, user_id, PASSWORD)
    with db.reading() as session:
        found = accounts.actor_for(session, user_id)
    assert found is not None
    return found


def wait_until(done: Callable[[], bool], logs: list[Path]) -> None:
    deadline = time.monotonic() + _LONGEST
    while not done():
        assert time.monotonic() < deadline, "\n".join(log.read_text()[-3000:] for log in logs)
        time.sleep(0.1)


@pytest.mark.timeout(3 * _LONGEST)
def test_two_servers_and_two_workers_share_one_database(database, coach, tmp_path):
    clock = TestClock()
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")},
        "DATABASE_URL": database.url,
        "SECRET_KEY": SECRET_KEY,
        "TRAJECT_ENV": Environment.TESTING,
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }
    programs = Path(sys.executable).parent
    commands = {
        "web": [programs / "gunicorn", "-c", "python:app.serving", "wsgi:app"],
        "worker1": [programs / "flask", "--app", "wsgi", "worker"],
        "worker2": [programs / "flask", "--app", "wsgi", "worker"],
    }
    logs = [tmp_path / f"{name}.log" for name in commands]
    with ExitStack() as stack:
        running = []
        for log, command in zip(logs, commands.values(), strict=True):
            output = stack.enter_context(log.open("wb"))
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
            stack.callback(process.kill)
            running.append(process)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: is_ready(address), logs)

        # One session serves at either process; so does its form token.
        browser = stack.enter_context(httpx.Client(base_url=address))
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/login").text)[1]
        form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
        assert browser.post("/login", data=form).status_code == 302
        asked = 0

        def both_answered() -> bool:
            nonlocal asked
            with ThreadPoolExecutor(8) as people:
                answers = list(people.map(lambda _: browser.get("/tasks", headers={"Connection": "close"}), range(16)))
            assert {answer.status_code for answer in answers} == {200}
            asked += len(answers)
            return len({line["process"] for line in lines(logs[0]) if line.get("route") == "/tasks"}) == 2

        wait_until(both_answered, logs)
        # What one process counted the other tells too.
        counted = r'traject_request_seconds_count\{method="GET",route="/tasks",status="200"\} (\S+)'
        assert float(re.search(counted, browser.get("/metrics").text)[1]) == asked

        # The workers share what falls due: each timer once, none forgotten.
        started = [cases.start(coach, "timed") for _ in range(CASES)]
        clock.advance(days=400)
        wait_until(lambda: not anything_due(clock), logs)
        fired = Counter(firings())
        assert set(fired) == set(started)
        verdict = audit.verify()
        assert verdict.broken_at is None

        # Told to stop, they finish and go.
        for process in running:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(_LONGEST) for process in running] == [0, 0, 0], [log.read_text()[-2000:] for log in logs]
    for log in logs:
        assert all("at" in line for line in lines(log))


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def anything_due(clock: TestClock) -> bool:
    with db.reading() as session:
        return bool(session.scalar(select(func.count()).select_from(Case).where(Case.next_due <= clock.now)))


def firings() -> list[int]:
    """The case of every firing in the trail; a timer that fired twice would stand there twice at one moment."""
    with db.reading() as session:
        rows = session.execute(select(Audit.case_id, Audit.payload).where(Audit.tag == Tag.TIMER_FIRED.value)).all()
    assert len({(row.case_id, row.payload) for row in rows}) == len(rows)
    return [row.case_id for row in rows]


def test_a_server_that_cannot_start_says_so_once_and_stops():
    """Its processes would be started again for ever, and who keeps it alive would think that it lives."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.serving", "wsgi:app"]
    settings = {"TRAJECT_ENV": "production", "PATH": os.environ["PATH"], "PORT": str(free_port())}
    ended = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.count("Traject cannot start: SECRET_KEY is not set") == 1
