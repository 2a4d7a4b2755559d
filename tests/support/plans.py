"""How the database answers the questions of the product: by which index, or by reading everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Engine, event, text

from app import db


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Every statement of the block with its values."""
    seen: list[tuple[str, Any]] = []

    def on_statement(_connection, _cursor, statement, parameters, *_more):
        if statement.startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", on_statement)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)


def plan(statement: str, parameters: Any) -> str:
    """How the product serves a statement when it has to avoid scans and sorts wherever an index lets it."""
    with db.engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
                connection.execute(text(f"SET LOCAL {setting} = off"))
            if isinstance(parameters, list):  # asked of the driver itself (app/prepared.py): values are numbered
                rows = RawCursor(connection.connection.driver_connection).execute(f"EXPLAIN {statement}", parameters)
                return "\n".join(row[0] for row in rows)
            return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))
        return "\n".join(
            row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters))
        )
