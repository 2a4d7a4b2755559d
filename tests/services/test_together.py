"""Writes that go to the server together: all of them count, and what is refused is told as a statement would."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app import db
from app.models.base import new_id
from app.models.organisation import Organisation


def a_row(key: str) -> dict[str, object]:
    return {"id": new_id(), "key": key, "name": "Schakel", "kind": "enterprise"}


def keys() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Organisation.key).order_by(Organisation.key)))


def test_all_are_written_and_questions_go_on_after_them(database: object) -> None:
    with db.transaction() as session:
        run = session.connection().execute
        with db.together(session):
            run(insert(Organisation), [a_row("o1")])
            run(insert(Organisation), [a_row("o2"), a_row("o3")])
        assert session.scalar(select(Organisation.name).where(Organisation.key == "o3")) == "Schakel"
        with db.together(session):
            pass
    assert keys() == ["o1", "o2", "o3"]


def write_together(*rows: dict[str, object], fails: bool = False) -> None:
    with db.transaction() as session, db.together(session):
        for row in rows:
            session.connection().execute(insert(Organisation), [row])
        if fails:
            raise LookupError


def test_what_is_refused_is_an_error_of_the_database_and_nothing_is_kept(database: object) -> None:
    with pytest.raises(IntegrityError):
        write_together(a_row("same"), a_row("same"), a_row("later"))
    assert keys() == []
    write_together(a_row("o1"))  # the connection serves on
    assert keys() == ["o1"]


def test_who_fails_inside_fails_as_he_would_anywhere(database: object) -> None:
    with pytest.raises(LookupError):
        write_together(a_row("o1"), fails=True)
    assert keys() == []
