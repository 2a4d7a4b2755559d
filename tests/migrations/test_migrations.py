"""The migrations: one line of them, and at its end exactly the tables of the models, on both products."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import app.models  # noqa: F401 -- makes every table known to Base.metadata
from app import db
from app.cli.database import MIGRATIONS, alembic_config, upgrade_schema
from app.models.base import Base

#: Changed by hand with every new migration, so that two branches that both add one meet in git.
HEAD = "0004"


def test_the_head_is_the_one_we_know():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_the_migrations_end_where_the_models_are(database):
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database):
    with db.transaction() as session:
        session.execute(text("INSERT INTO clock (id) VALUES (1)"))
    upgrade_schema()
    with db.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM clock")) == 1


def test_the_way_back_leaves_nothing(database):
    db.engine().dispose()
    command.downgrade(alembic_config(), "base")
    assert set(inspect(db.engine()).get_table_names()) <= {"alembic_version"}
    upgrade_schema()
    assert set(inspect(db.engine()).get_table_names()) >= set(Base.metadata.tables)
