"""The migrations: one line of them, and at its end exactly the tables of the models, on both products."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from dbos._migration import get_dbos_migrations, sqlite_migrations
from sqlalchemy import inspect, text

import app.models  # noqa: F401 -- makes every table known to Base.metadata
from app import db, queue
from app.cli.database import MIGRATIONS, alembic_config, upgrade_schema
from app.models.base import Base
from app.models.task import TEXT_INDEX
from app.queries.health import newest_schema

#: Changed by hand with every new migration, so that two branches that both add one meet in git.
HEAD = "0017"


def test_the_head_is_the_one_we_know():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]
    assert newest_schema() == HEAD


def test_the_migrations_end_where_the_models_are(database):
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_a_models})
        assert compare_metadata(context, Base.metadata) == []


def is_a_models(_item: object, name: str | None, *_more: object) -> bool:
    return name not in queue.TABLES and not (name or "").startswith(TEXT_INDEX)


def test_the_tables_of_the_queue_are_no_difference(database):
    """Autogenerate would drop what it does not know: DBOS's tables stand beside ours on SQLite."""
    tables = inspect(db.engine()).get_table_names(schema=None if database.kind == "sqlite" else queue.SCHEMA)
    assert set(tables) >= queue.TABLES
    command.check(alembic_config())


def test_the_queue_knows_which_schema_its_library_wants():
    assert queue.SCHEMA_VERSIONS["sqlite"] == len(sqlite_migrations)
    assert queue.SCHEMA_VERSIONS["postgresql"] == len(get_dbos_migrations(queue.SCHEMA, use_listen_notify=False))


def test_upgrading_twice_changes_nothing(database):
    with db.transaction() as session:
        session.execute(text("INSERT INTO clock (id) VALUES (1)"))
    upgrade_schema()
    with db.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM clock")) == 1


def test_the_way_back_leaves_nothing(database):
    db.engine().dispose()
    command.downgrade(alembic_config(), "base")
    assert set(inspect(db.engine()).get_table_names()) <= {"alembic_version"} | queue.TABLES
    upgrade_schema()
    assert set(inspect(db.engine()).get_table_names()) >= set(Base.metadata.tables)


#: What a later migration took away on purpose, once no release that still runs wanted it (docs/operations.md).
CONTRACTED: frozenset[str] = frozenset()


def test_code_of_an_earlier_release_finds_everything_it_knows(databases, database_kind):
    """Expand, then contract: while both releases run, the older still reads and writes all it knew."""
    made = databases.create_empty(database_kind)
    engine = db.configure(made.url, simulated_clock=True)
    command.upgrade(alembic_config(), "0001")
    before = columns(engine)
    upgrade_schema()
    after = columns(engine)
    gone = before.keys() - after.keys()
    assert {f"{table}.{name}" for table, name in gone} == CONTRACTED
    changed = {
        key: (str(column["type"]), str(after[key]["type"]))
        for key, column in before.items()
        if key in after and str(column["type"]) != str(after[key]["type"])
    }
    assert changed == {}
    known = {table for table, _name in before}
    demanded = {
        f"{table}.{name}"
        for (table, name), column in after.items()
        if table in known and (table, name) not in before and not column["nullable"] and column["default"] is None
    }
    assert demanded == set(), "an older release does not fill these in: give them a default in the database"
    databases.remove(made)


def columns(engine):
    found = inspect(engine)
    return {(table, column["name"]): column for table in found.get_table_names() for column in found.get_columns(table)}
