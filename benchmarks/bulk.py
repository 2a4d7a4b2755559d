"""Many rows at once: without indexes, triggers and foreign keys, which are put back when the rows are there.

A million rows go in for minutes when each of them is sorted into twelve indexes; sorted once it is a matter of seconds.
What the database's own triggers would have made of the rows is made here by the same SQL (migration 0007), for all.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text

from app import db
from config import ROOT

_onlookers: Callable[[str], str] = runpy.run_path(str(ROOT / "migrations" / "versions" / "0007_lists.py"))["_onlookers"]
_TABLES = ("case", "case_party", "task", "task_onlooker", "organisation")
_SQLITE_HASTE = ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000", "temp_store=MEMORY")
_SQLITE_PARTS = f"""SELECT type, name, sql FROM sqlite_master
    WHERE tbl_name IN {_TABLES} AND sql IS NOT NULL AND type IN ('index', 'trigger')"""
# Of PostgreSQL the statements to take away and to put back, keys last: they need nothing but the rows.
_POSTGRESQL_PARTS = """
    SELECT 'DROP INDEX ' || quote_ident(indexname), indexdef FROM pg_indexes
        WHERE tablename = ANY(:names) AND indexname NOT IN (SELECT conname FROM pg_constraint)
    UNION ALL SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', quote_ident(name)),
            format('ALTER TABLE %s ENABLE TRIGGER USER', quote_ident(name))
        FROM unnest(CAST(:names AS text[])) AS name
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %s', conrelid::regclass, quote_ident(conname)),
            format('ALTER TABLE %s ADD CONSTRAINT %s %s', conrelid::regclass, quote_ident(conname),
                   pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(:quoted)"""


def fill(statements: Sequence[str], values: dict[str, int]) -> None:
    """Run statements, SQL of both products, that add cases, parties and open tasks for the numbers `first` to `end`.

    The identifier of a number's task is `base` + that number.
    """
    is_sqlite = db.engine().dialect.name == "sqlite"
    with db.engine().connect() as connection, (_bare_sqlite if is_sqlite else _bare_postgresql)(connection):
        for statement in statements:
            connection.execute(text(statement), values)
        fresh = "task.id BETWEEN :base + :first AND :base + :end AND task.status = 'open'"
        connection.execute(text(_onlookers(fresh)), values)
        if is_sqlite:
            words = "INSERT INTO task_text (rowid, search_subject) SELECT id, search_subject FROM task WHERE "
            connection.execute(text(words + fresh), values)
    settle()


def settle() -> None:
    """What PostgreSQL does by itself within minutes of many new rows; without it a plan knows nothing of them."""
    if db.engine().dialect.name != "sqlite":
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


@contextmanager
def _bare_sqlite(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    assert driver is not None
    for pragma in _SQLITE_HASTE:
        driver.execute(f"PRAGMA {pragma}")
    parts = connection.exec_driver_sql(_SQLITE_PARTS).all()
    connection.exec_driver_sql("INSERT INTO task_text (task_text, rank) VALUES ('hashsize', 200000000)")
    for kind, name, _sql in parts:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    connection.exec_driver_sql("INSERT INTO task_text (task_text, rank) VALUES ('hashsize', 1048576)")
    for _kind, _name, sql in parts:
        connection.exec_driver_sql(sql)
    connection.commit()
    connection.invalidate()  # the next one has the usual settings


@contextmanager
def _bare_postgresql(connection: Connection) -> Iterator[None]:
    quote = connection.dialect.identifier_preparer.quote
    names = {"names": list(_TABLES), "quoted": [quote(name) for name in _TABLES]}
    parts = connection.execute(text(_POSTGRESQL_PARTS), names).all()
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
    for take_away, _put_back in reversed(parts):
        connection.exec_driver_sql(take_away)
    yield
    for _take_away, put_back in parts:
        connection.exec_driver_sql(put_back)
    connection.commit()
