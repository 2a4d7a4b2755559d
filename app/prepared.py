"""Core statements asked of the driver itself: what every use case asks, without what SQLAlchemy does around it.

A statement is written with SQLAlchemy, made ready once for a database (prepared_text.py), and from then on given to the
driver with its values. What is left out is the work around each execution, which took a third of what completing a task
costs (docs/decisions/0031). Nothing here begins or commits: connection and transaction are a session's.
Who listens to SQLAlchemy's engine hears these statements too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.prepared_text import Ready, Values, in_one, make_ready
from app.prepared_values import Statement

_CURSOR = "prepared_cursor"
# So many rows go to a server as one statement, of which it keeps the plan; it would not see a longer one again soon.
_FEW = 20


class Prepared:
    """A Core statement, ready once for each kind of database. An insert says which columns its rows fill."""

    def __init__(self, statement: Statement, columns: Iterable[str] | None = None) -> None:
        self._statement = statement
        self._columns = None if columns is None else tuple(columns)
        self._ready: dict[str, Ready] = {}

    def all(self, connection: Connection, **values: Any) -> list[Any]:
        """What a question finds: named tuples. Errors are SQLAlchemy's, as for every question here."""
        ready = self.on(connection)
        return ready.rows(_run(connection, ready.text, ready.values(values)).fetchall())

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row of a question, or None."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first value of the first row, or None."""
        found = self.all(connection, **values)
        return found[0][0] if found else None

    def write(self, connection: Connection, *rows: Values) -> None:
        """Write rows."""
        write(connection, [(self, rows)])

    def on(self, connection: Connection) -> Ready:
        """The statement for the database of a connection."""
        dialect = connection.dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = make_ready(self._statement, self._columns, dialect)
        return ready


Writes = Sequence[tuple[Prepared, Sequence[Values]]]


def write(connection: Connection, writes: Writes) -> None:
    """Write rows, each list by its statement. A server gets a few of them as one statement: one way there and back.

    As one statement they are written in no order of their own and none sees what another wrote, so that none may
    touch a row another one touches. What is refused is told as SQLAlchemy does (IntegrityError and the like).
    """
    ready = [(statement.on(connection), rows) for statement, rows in writes if rows]
    if connection.dialect.name != "postgresql":
        _write_one_by_one(connection, ready)
    elif 0 < sum(len(rows) for _, rows in ready) <= _FEW:
        text = in_one(tuple((one.text, len(one.pattern), len(rows)) for one, rows in ready))
        _run(connection, text, [value for one, rows in ready for row in rows for value in one.values(row)])
    elif ready:
        _write_without_waiting(connection, ready)


def _write_without_waiting(connection: Connection, writes: Sequence[tuple[Ready, Sequence[Values]]]) -> None:
    """Write to a server that answers when it has all of it: one way there and back. What it refuses, it says at the
    end."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            _write_one_by_one(connection, writes)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, "(statements sent together)", error) from error


def _write_one_by_one(connection: Connection, writes: Sequence[tuple[Ready, Sequence[Values]]]) -> None:
    for ready, rows in writes:
        if len(rows) == 1:
            _run(connection, ready.text, ready.values(rows[0]))
        else:
            _run(connection, ready.text, [ready.values(row) for row in rows], many=True)


def _run(connection: Connection, text: str, values: list[Any], *, many: bool = False) -> Any:
    cursor = _cursor(connection)
    heard = connection._has_events or connection.engine._has_events
    try:
        if heard:
            connection.dispatch.before_cursor_execute(connection, cursor, text, values, None, many)
        (cursor.executemany if many else cursor.execute)(text, values)
        if heard:
            connection.dispatch.after_cursor_execute(connection, cursor, text, values, None, many)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, text, error) from error
    return cursor


def _cursor(connection: Connection) -> Any:
    """The cursor of a connection for such statements; it lives as long as the connection to the database does."""
    known = connection.info
    cursor = known.get(_CURSOR)
    if cursor is None:
        driver: Any = connection.connection.driver_connection
        psycopg: Any = connection.dialect.loaded_dbapi  # where it is PostgreSQL: values are numbered as it does itself
        on_server = connection.dialect.name == "postgresql"
        cursor = known[_CURSOR] = psycopg.RawCursor(driver) if on_server else driver.cursor()
    return cursor


def _told(connection: Connection, text: str, error: Any) -> Exception:
    """The error as SQLAlchemy tells it, without the values."""
    dialect = connection.dialect
    if dialect.is_disconnect(error, cast("Any", connection.connection), None):
        connection.invalidate(error)
    told: Exception = DBAPIError.instance(text, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
    return told
