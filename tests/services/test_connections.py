"""Connections to a database server: one that ended in the meantime is noticed before it is used, without asking."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, func, select, text

from app import db, postgresql
from app.models.clock import Clock
from app.models.organisation import Organisation


@pytest.fixture
def server(databases) -> Iterator[str]:
    """The address of a database on a server that Traject is connected to."""
    made = databases.create("postgresql")
    db.configure(made.url)
    yield made.url
    databases.remove(made)


def test_a_session_the_server_ended_is_replaced_before_anybody_uses_it(server, statements) -> None:
    who = text("SELECT pg_backend_pid()")
    with db.reading() as session:
        before = session.scalar(who)
    other = create_engine(server)
    with other.begin() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})
    other.dispose()
    with statements() as seen, db.reading() as session:
        assert session.scalar(who) != before
    assert seen.texts == ["SELECT pg_backend_pid()"]


def test_after_a_long_rest_the_server_is_asked(server, monkeypatch) -> None:
    who = text("SELECT pg_backend_pid()")
    with db.reading() as session:
        before = session.scalar(who)
    monkeypatch.setattr(postgresql, "_LONG_REST", 0.0)
    with db.reading() as session:
        assert session.scalar(who) == before


def test_reading_leaves_what_the_driver_prepared(server) -> None:
    """psycopg forgets every prepared statement at a ROLLBACK: a question that ended in one slowed the next use case."""
    question = select(Clock.simulated_at)
    for _ in range(7):  # a driver prepares what it was asked more than five times
        with db.reading() as session:
            session.execute(question)
    with db.reading() as session:
        prepared = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%clock%'")
        assert session.scalar(prepared) == 1


def test_what_is_asked_in_a_snapshot_is_of_one_moment(server) -> None:
    question = select(func.count()).select_from(Organisation)
    with db.snapshot() as session:
        before = session.scalar(question)
        with ThreadPoolExecutor(1) as other:
            other.submit(_add_organisation).result()
        assert session.scalar(question) == before
    with db.reading() as session:
        assert session.scalar(question) == before + 1


def test_a_connection_in_use_when_traject_closes_is_closed_when_it_is_given_back(server) -> None:
    """A thread may still answer somebody; SQLAlchemy would give its connection to a pool that nobody looks at again."""
    with db.asking() as connection:
        driver = connection.connection.driver_connection
        db.dispose()
        assert connection.scalar(text("SELECT 1")) == 1
    assert driver.closed


def _add_organisation() -> None:
    with db.transaction() as session:
        session.add(Organisation(key="nieuw", name="Nieuw", kind="enterprise"))
