"""What a watcher is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from app import db
from app.models.case import Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.incident import Incident
from app.models.record import Notice


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


def test_not_ready_without_the_database(app, database, databases):
    url = database.url.replace(".db", "-away/none.db").replace("/traject_", "/nowhere_")
    db.configure(url, simulated_clock=True)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "the database cannot be reached\n"
    assert app.test_client().get("/healthz").status_code == 200


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


def test_metrics_when_nothing_waits(client, clock):
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    for name in ("cases_overdue", "lateness_seconds", "incidents_open", "mails_pending"):
        assert gauge(answer, f"traject_{name}") == 0


def test_metrics_count_what_waits(client, late_case, statements):
    with statements() as seen:
        answer = client.get("/metrics")
    assert gauge(answer, "traject_cases_overdue") == 1
    assert gauge(answer, "traject_lateness_seconds") == 90
    assert gauge(answer, "traject_incidents_open") == 1
    assert gauge(answer, "traject_mails_pending") == 1
    assert len(seen) <= 4, seen
