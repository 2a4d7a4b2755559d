"""PostgreSQL as Traject uses it: connections that are known to live."""

from __future__ import annotations

import select
import time

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

_LONG_REST = 60.0  # seconds without use after which a connection is asked whether it still lives


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
