"""Rows that wait in a use case are in the tables before anybody asks for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.models.base import new_id
from app.models.organisation import Organisation
from app.prepared import Prepared
from app.services import cases, tasks
from tests.support.statements import counted

ADD = Prepared(insert(Organisation.__table__), ["id", "key", "name", "kind", "active"])
HOW_MANY = select(func.count()).select_from(Organisation)


def a_row(key: str) -> dict[str, object]:
    return {"id": new_id(), "key": key, "name": "Schakel", "kind": "enterprise", "active": True}


def how_many() -> int:
    with db.reading() as session:
        return session.scalars(HOW_MANY).one()


WAYS: dict[str, Callable[[Session], int]] = {
    "execute": lambda session: session.execute(HOW_MANY).scalar_one(),
    "scalar": lambda session: session.scalar(HOW_MANY) or 0,
    "scalars": lambda session: session.scalars(HOW_MANY).one(),
    "connection": lambda session: session.connection().execute(HOW_MANY).scalar_one(),
    "query": lambda session: session.query(Organisation).count(),
    "savepoint": lambda session: asked_in_a_savepoint(session),
}


def asked_in_a_savepoint(session: Session) -> int:
    with session.begin_nested() as savepoint:
        savepoint.rollback()
    return session.scalar(HOW_MANY) or 0


@pytest.mark.parametrize("way", WAYS)
def test_whoever_asks_finds_what_waits(database: object, way: str) -> None:
    with db.transaction() as session:
        db.later(session, (ADD, [a_row("o1")]))
        db.later(session, (ADD, [a_row("o2")]), (ADD, []))
        assert WAYS[way](session) == 2
        assert db.waiting(session, ADD) == []


def test_an_object_that_refers_to_what_waits_comes_after_it(database: object) -> None:
    first = a_row("o1")
    with db.transaction() as session:
        db.later(session, (ADD, [first]))
        found = session.get(Organisation, first["id"])
        assert found is not None
        found.name = "Anders"
    with db.reading() as session:
        assert session.scalars(select(Organisation.name)).one() == "Anders"


def test_what_waits_at_the_end_is_written_with_the_rest(database: object) -> None:
    with db.transaction() as session:
        db.later(session, (ADD, [a_row("o1")]))
    assert how_many() == 1


def test_what_is_written_in_a_savepoint_goes_with_it(database: object) -> None:
    with db.transaction() as session:
        db.later(session, (ADD, [a_row("o1")]))
        with session.begin_nested() as savepoint:
            db.later(session, (ADD, [a_row("o2")]))
            savepoint.rollback()
        db.later(session, (ADD, [a_row("o3")]))
    with db.reading() as session:
        assert set(session.scalars(select(Organisation.key))) == {"o1", "o3"}


def test_what_waits_is_changed_before_it_is_written(database: object) -> None:
    with db.transaction() as session:
        db.later(session, (ADD, [a_row("o1")]))
        db.waiting(session, ADD)[0]["name"] = "Anders"
    with db.reading() as session:
        assert session.scalars(select(Organisation.name)).one() == "Anders"


def test_who_fails_writes_nothing(database: object) -> None:
    def fail() -> None:
        with db.transaction() as session:
            db.later(session, (ADD, [a_row("o1")]))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert how_many() == 0


def test_what_it_costs_to_start_a_case_and_to_complete_its_first_task(
    coach: Actor, simple: str, open_tasks: Callable[[int], list[int]]
) -> None:
    """Without the question whose token it is, which the API asks (docs/decisions/0031)."""
    cases.start(coach, simple)  # what is asked once only has been asked
    with counted() as begun:
        case_id = cases.start(coach, simple)
    (task_id,) = open_tasks(case_id)
    answers = {"name": "Amina", "approved": True, "amount": 12, "comment": "x"}
    with counted() as done:
        tasks.complete(coach, task_id, answers)
    on_server = db.engine().dialect.name == "postgresql"
    assert (len(begun), begun.commits) == (4 if on_server else 9, 1), begun
    assert (len(done), done.commits) == (5 if on_server else 10, 1), done
