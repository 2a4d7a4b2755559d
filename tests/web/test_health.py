"""What a watcher is told."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from app import db
from app.logs import JsonLines, request_id
from app.models.case import Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.firing import Presence
from app.models.incident import Incident
from app.models.job import Job
from app.models.record import Notice
from config import ROOT


def test_up_says_ok_to_everybody(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_when_the_schema_is_the_newest(client):
    assert client.get("/readyz").status_code == 200


def test_not_ready_before_the_migrations(client):
    with db.transaction() as session:
        session.execute(text("DELETE FROM alembic_version"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "db upgrade" in answer.text


@pytest.mark.parametrize("reached, status", [("0001", 503), ("9999", 200)])
def test_a_server_goes_on_while_a_newer_release_has_the_schema_already(client, reached, status):
    """Upgrading without stopping: the schema first, then machine by machine (docs/operations.md)."""
    with db.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :reached"), {"reached": reached})
    assert client.get("/readyz").status_code == status


def test_not_ready_without_the_database(app, database, databases):
    url = database.url.replace(".db", "-away/none.db").replace("/traject_", "/nowhere_")
    db.configure(url, simulated_clock=True)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "the database cannot be reached\n"
    assert app.test_client().get("/healthz").status_code == 200


def test_metrics_without_the_database_tell_that_and_how_requests_went(app, database, databases):
    url = database.url.replace(".db", "-away/none.db").replace("/traject_", "/nowhere_")
    db.configure(url, simulated_clock=True)
    app.test_client().get("/login")
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    assert gauge(answer, "traject_database_up") == 0
    assert "traject_cases_overdue" not in answer.text
    assert 'route="/login"' in answer.text


def gauge(answer, name: str) -> float:
    return float(re.search(rf"^{name} (\S+)$", answer.text, re.MULTILINE)[1])


@pytest.fixture
def late_case(clock):
    """A case with a timer that is due for a minute and a half, an open incident and a mail that waits."""
    with db.transaction() as session:
        at = now(session)
        version = Definition(
            process="p", number=1, title="P", content_hash="0", bpmn=b"", dmn={}, forms={}, meta="", calls={},
            published_at=at, effective_from=at,
        )  # fmt: skip
        session.add(version)
        session.flush()
        case = Case(
            process="p", definition_id=version.id, title="P", search_title="p", state=b"", created_at=at,
            next_due=at - timedelta(seconds=90),
        )  # fmt: skip
        session.add(case)
        session.flush()
        session.add(Incident(case_id=case.id, process="p", reason="r", correlation_id="c", at=at))
        session.add(Notice(case_id=case.id, role="coach", subject="s", text="t", created_at=at))


WAITING = (
    "cases_overdue", "lateness_seconds", "timers_fired_hour", "timers_late_hour", "timers_worst_seconds",
    "incidents_open", "incidents_retrying", "jobs_waiting", "jobs_oldest_seconds",
    "jobs_failed", "mails_pending", "webhooks_waiting", "webhooks_stopped",
)  # fmt: skip


def test_metrics_when_nothing_waits(client, clock):
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert gauge(answer, "traject_database_up") == 1
    assert "traject_worker_silent_seconds +Inf\n" in answer.text  # no worker was ever there: that is no silence of 0 s
    for name in WAITING:
        assert gauge(answer, f"traject_{name}") == 0


def test_metrics_count_what_waits(client, late_case, statements):
    client.get("/metrics")
    with statements() as seen:
        answer = client.get("/metrics")
    assert gauge(answer, "traject_cases_overdue") == 1
    assert gauge(answer, "traject_lateness_seconds") == 90
    assert gauge(answer, "traject_incidents_open") == 1
    assert gauge(answer, "traject_mails_pending") == 1
    assert len(seen) <= 8, seen


def test_metrics_of_the_queue_the_timers_and_the_workers(client, clock):
    with db.transaction() as session:
        at = now(session)
        for number, state in enumerate(("queued", "running", "failed", "done")):
            session.add(
                Job(kind="mail", arguments={}, lane="quick", state=state, requested_at=at - timedelta(seconds=number))
            )
        session.add(Presence(id=1, seen_at=at - timedelta(seconds=45)))
    answer = client.get("/metrics")
    assert gauge(answer, "traject_jobs_waiting") == 2
    assert gauge(answer, "traject_jobs_oldest_seconds") == 1
    assert gauge(answer, "traject_jobs_failed") == 1
    assert gauge(answer, "traject_worker_silent_seconds") == 45


def test_a_connection_that_could_not_be_opened_is_not_one_less_in_use(client):
    in_use = gauge(client.get("/metrics"), "traject_database_connections")
    pool = QueuePool(iter([sqlite3.connect(":memory:")]).__next__)  # after the first one the database is away
    pool.connect().invalidate()
    for _ in range(2):
        with pytest.raises(StopIteration):
            pool.connect()
    assert gauge(client.get("/metrics"), "traject_database_connections") == in_use


def test_requests_are_counted_by_route_and_never_by_address(client, clock):
    client.get("/tasks/1234567890?q=yildiz")
    client.get("/nowhere/at-all")
    client.open("/login", method="INVENTED")
    answer = client.get("/metrics").text
    assert 'route="/tasks/<id:task_id>",status="302"' in answer
    assert 'method="(any)",route="(none)"' in answer
    for never in ("1234567890", "yildiz", "nowhere", "INVENTED"):
        assert never not in answer
    assert re.search(r"^traject_database_connections \S+$", answer, re.MULTILINE)


def test_the_log_has_a_line_per_request_with_its_number_and_nothing_of_anybody(client, clock, caplog):
    with caplog.at_level("INFO", "app.web.requests"):
        answer = client.get("/tasks/1234567890?q=yildiz", headers={"X-Request-Id": "from-the-proxy-1"})
        own = client.get("/login", headers={"X-Request-Id": "no good\tnumber"})
    assert answer.headers["X-Request-Id"] == "from-the-proxy-1"
    assert re.fullmatch(r"[0-9a-f]{16}", own.headers["X-Request-Id"])
    first, second = caplog.records
    assert first.fields["route"] == "/tasks/<id:task_id>" and first.fields["status"] == 302
    token = request_id.set("from-the-proxy-1")
    line = json.loads(JsonLines().format(first))
    request_id.reset(token)
    assert line["request"] == "from-the-proxy-1" and line["milliseconds"] >= 0
    assert "yildiz" not in str(line) and "1234567890" not in str(line)
    assert second.fields["route"] == "/login"


SERVED = """
from gunicorn.config import Config
from gunicorn.glogging import Logger
from app import serving

configuration = Config()
for name in ("accesslog", "logconfig_dict"):
    configuration.set(name, getattr(serving, name))
log = Logger(configuration)
log.access_log.info("GET /people?q=yildiz")
log.error_log.info("begun")
"""


def test_the_server_logs_no_addresses_of_its_own():
    told = subprocess.run([sys.executable, "-c", SERVED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "begun" in told.stderr and "yildiz" not in told.stderr + told.stdout


def test_a_failure_is_logged_by_kind_and_place_without_what_it_says():
    try:
        raise ValueError("Amina Yildiz, 90.01.01-997.94")
    except ValueError:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "failure %s", ("ab12",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["error"], line["level"]) == ("failure ab12", "ValueError", "error")
    assert "test_health.py" in line["where"][-1]
    assert "Amina" not in str(line)


@pytest.mark.parametrize(
    "logger, said, values, kept",
    [
        ("dbos", "Exception in queue: (psycopg.Error) Amina\nTraceback", (), "Exception in queue"),
        ("gunicorn.error", "Error handling request %s", ("/people?q=amina",), "Error handling request %s"),
        ("gunicorn.error", "Worker (pid:%s) exited", (4711,), "Worker (pid:4711) exited"),
        ("app.jobs.run", "job %s: item %s was set aside", (7, 2), "job 7: item 2 was set aside"),
    ],
)
def test_what_libraries_warn_of_is_logged_without_what_their_errors_say(logger, said, values, kept):
    record = logging.LogRecord(logger, logging.WARNING, __file__, 1, said, values, None)
    assert json.loads(JsonLines().format(record))["message"] == kept
