"""PostgreSQL as Traject uses it: connections that are known to live, and writes that go to the server together."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    import psycopg  # loaded by SQLAlchemy where the database is PostgreSQL, and by nobody else

_LONG_REST = 60.0  # seconds without use after which a connection is asked whether it still lives


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Statements inside are sent without waiting for one another: one way there and back for all of them.

    What the server refuses is raised where the block ends, as it would have been by the statement. Nothing inside may
    look at an answer; questions belong outside.
    """
    driver, dialect = cast("psycopg.Connection", connection.connection.driver_connection), connection.dialect
    refusal = dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except refusal as refused:
        raise DBAPIError.instance("(statements sent together)", None, refused, refusal, dialect=dialect) from refused


def keep_alive(engine: Engine) -> None:
    """See to it that no connection is handed out that the server closed."""
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _ensure_alive)


def _note_rest(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _ensure_alive(connection: DBAPIConnection, record: ConnectionPoolEntry, _borrowed: object) -> None:
    """A connection the server closed is not handed out: the pool makes another one.

    Nothing is sent to learn that. A server that stops or ends a session says so, and an idle connection with something
    to read is one that has ended; only after a long rest, when a firewall may have forgotten it, is the server asked.
    """
    rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
    try:
        ended = _has_something_to_read(connection) or (rested > _LONG_REST and not _answers(connection))
    except Exception as error:
        raise DisconnectionError from error
    if ended:
        raise DisconnectionError


def _has_something_to_read(connection: DBAPIConnection) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)  # what the driver has, besides what every driver has
    return bool(poll.poll(0))


def _answers(connection: DBAPIConnection) -> bool:
    cursor = connection.cursor()
    cursor.execute("SELECT 1")
    connection.rollback()
    return True
