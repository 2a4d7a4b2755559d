"""The fixtures themselves: every database test must be able to trust them."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError

from app import db
from app.models.base import Base
from app.models.clock import Clock, now
from tests.support.clock import A_MONDAY


def test_every_table_is_there(database):
    assert set(inspect(db.engine()).get_table_names()) >= set(Base.metadata.tables)


def test_it_is_the_product_it_says(database):
    assert db.engine().dialect.name == database.kind


@pytest.mark.parametrize("round_", [1, 2])
def test_nothing_is_left_of_the_test_before(database, round_):
    with db.reading() as session:
        assert session.get(Clock, 1) is None
    with db.transaction() as session:
        session.add(Clock(id=1))


def test_the_clock_stands_still_and_moves_by_hand(clock):
    with db.reading() as session:
        assert now(session) == A_MONDAY
    clock.advance(days=1)
    with db.reading() as session:
        assert (now(session) - A_MONDAY).days == 1


def test_statements_and_commits_are_counted(database, statements):
    with statements() as seen, db.transaction() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert seen.texts == ["SELECT 1", "SELECT 2"]
    assert seen.commits == 1


def test_a_rolled_back_transaction_commits_nothing(database, statements):
    with statements() as seen, pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(insert(Clock), [{"id": 1}, {"id": 1}])
    assert seen.commits == 0
