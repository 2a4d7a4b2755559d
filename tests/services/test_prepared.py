"""Core statements given to the driver itself do what SQLAlchemy would have done with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from app import db, prepared
from app.domain.access import SYSTEM
from app.domain.confidential import Confidential
from app.models.audit import Audit
from app.models.base import new_id
from app.models.organisation import Organisation
from app.models.task import Answers
from app.prepared import Prepared
from app.services import cases
from tests.support.databases import Databases
from tests.support.statements import counted

ADD = Prepared(insert(Organisation.__table__), ["id", "key", "name", "kind", "active"])
RENAME = Prepared(
    update(Organisation.__table__).where(Organisation.key == bindparam("of")).values(name=bindparam("name"))
)
NAMED = Prepared(
    select(Organisation.key, Organisation.name).where(Organisation.name == bindparam("name")).order_by(Organisation.key)
)


def a_row(key: str) -> dict[str, object]:
    return {"id": new_id(), "key": key, "name": "Schakel", "kind": "enterprise", "active": True}


def keys() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Organisation.key).order_by(Organisation.key)))


@pytest.mark.parametrize("rows", [1, 2, 3, 50])
def test_all_rows_are_written_each_by_its_statement(database: object, rows: int) -> None:
    with db.transaction() as session:
        connection = session.connection()
        ADD.write(connection, a_row("first"), a_row("second"))
        added = [a_row(f"o{number:02}") for number in range(rows)]
        renamed = [{"of": key, "name": "Stap"} for key in ("first", "second")]
        prepared.write(connection, [(ADD, added), (RENAME, renamed), (ADD, [])])
        prepared.write(connection, [])
        assert [row.key for row in NAMED.all(connection, name="Stap")] == ["first", "second"]
        assert NAMED.first(connection, name="Schakel") == ("o00", "Schakel")
        assert NAMED.first(connection, name="Niemand") is NAMED.scalar(connection, name="Niemand") is None
    assert len(keys()) == rows + 2


def test_a_server_gets_a_few_rows_as_one_statement(database: object) -> None:
    with counted() as seen, db.transaction() as session:
        first = a_row("o1") | {"name": "Stap"}
        ADD.write(session.connection(), first)
        seen.texts.clear()
        prepared.write(session.connection(), [(ADD, [a_row("o2")]), (RENAME, [{"of": "o1", "name": "Anders"}])])
        assert len(seen) == (1 if session.get_bind().dialect.name == "postgresql" else 2)
        assert NAMED.scalar(session.connection(), name="Anders") == "o1"


def write(*rows: dict[str, object], fails: bool = False) -> None:
    with db.transaction() as session:
        ADD.write(session.connection(), *rows)
        if fails:
            raise LookupError


@pytest.mark.parametrize("others", [0, 1, 50])
def test_what_is_refused_is_an_error_of_the_database_and_nothing_is_kept(database: object, others: int) -> None:
    with pytest.raises(IntegrityError) as refused:
        write(a_row("same"), a_row("same"), *(a_row(f"o{number}") for number in range(others)))
    assert "Schakel" not in str(refused.value.args), "values do not get into logs"
    assert keys() == []
    write(a_row("o1"))  # the connection serves on
    assert keys() == ["o1"]


def test_who_fails_afterwards_leaves_nothing(database: object) -> None:
    with pytest.raises(LookupError):
        write(a_row("o1"), fails=True)
    assert keys() == []


def test_a_value_that_is_missing_is_a_mistake_before_anything_is_asked(database: object) -> None:
    with pytest.raises(KeyError):
        write({"id": new_id(), "key": "o1", "name": "Schakel"})
    assert keys() == []


MOMENT = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
ANSWERS = Answers.__table__.columns.keys()
KEEP = Prepared(insert(Answers.__table__), ANSWERS)
KEPT = Prepared(select(*Answers.__table__.columns).where(Answers.id == bindparam("id")))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"naam": "Ünïcode «'\"\\ \n€", "bedrag": 12.5, "ja": True, "niets": None, "lijst": [1, {"a": "%s $1 :x ?"}]},
        {"rijksregisternummer": Confidential("85073003328")},
    ],
)
def test_values_come_back_as_they_went_and_as_the_models_read_them(simple: object, values: dict[str, object]) -> None:
    case_id = cases.start(SYSTEM, "simple")
    with db.transaction() as session:
        connection = session.connection()
        before = session.scalars(select(Answers).where(Answers.case_id == case_id)).first()
        assert before is not None
        row = {name: getattr(before, name) for name in ANSWERS}
        row |= {"id": new_id(), "values": values, "given_at": MOMENT, "given_by": None}
        KEEP.write(connection, row)
        found = KEPT.first(connection, id=row["id"])
        assert found._asdict() == row | {"given_at": MOMENT.astimezone(UTC)}
        loaded = session.get_one(Answers, row["id"])
        assert (loaded.values, loaded.given_at) == (values, MOMENT)


def test_a_list_in_a_condition_is_written_out(database: object) -> None:
    write(a_row("o1"), a_row("o2"), a_row("o3"))
    among = Prepared(
        select(Organisation.key)
        .where(or_(Organisation.key.in_(["o1", "o3"]), Organisation.key == bindparam("key")))
        .order_by(Organisation.key)
    )
    with db.reading() as session:
        assert [row.key for row in among.all(session.connection(), key="none")] == ["o1", "o3"]


@pytest.fixture
def server(databases: Databases) -> Iterator[None]:
    made = databases.create("postgresql")
    db.configure(made.url)
    yield
    databases.remove(made)


def test_a_server_plans_a_statement_once_whatever_its_values(server: None) -> None:
    """The driver keeps a statement for each combination of types: None, small and large numbers would be three."""
    question = Prepared(
        select(Audit.number).where(Audit.number == bindparam("number"), Audit.actor_id == bindparam("actor"))
    )
    with db.transaction() as session:
        connection = session.connection()
        for number in (1, 40_000, 3_000_000_000, None):
            for _ in range(6):
                question.all(connection, number=number, actor=number)
        kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%audit.actor%'"
        assert connection.scalar(text(kept)) == 1


def test_statements_that_differ_in_values_share_their_text(database: object) -> None:
    write(*(a_row(key) for key in ("o1", "o2", "o3")))

    def one(key: str) -> Prepared:
        return Prepared(select(Organisation.key).where(Organisation.key == key, Organisation.name == bindparam("name")))

    def among(*keys: str) -> Prepared:
        return Prepared(select(Organisation.key).where(Organisation.key.in_(keys)).order_by(Organisation.key))

    with db.reading() as session:
        connection = session.connection()
        first, second = one("o1"), one("o2")
        assert first.on(connection).text is second.on(connection).text
        found = [question.scalar(connection, name="Schakel") for question in (first, second, first)]
        assert found == ["o1", "o2", "o1"]
        lists = [("o1",), ("o2", "o3"), ("o3",), ()]
        assert [tuple(row.key for row in among(*keys).all(connection)) for keys in lists] == lists


def test_a_kind_of_value_nobody_has_seen_to_is_refused(server: None) -> None:
    with db.reading() as session, pytest.raises(TypeError, match="no text for a timedelta"):
        NAMED.all(session.connection(), name=timedelta(1))
