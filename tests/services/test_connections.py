"""Connections to a database server: one that ended in the meantime is noticed before it is used, without asking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from app import db


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
    monkeypatch.setattr(db, "_LONG_REST", 0.0)
    with db.reading() as session:
        assert session.scalar(who) == before
