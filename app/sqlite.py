"""SQLite as Traject uses it: its settings, and how a transaction begins."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.turns import Turns

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "wal_autocheckpoint=4000",  # 16 MB: pages written often are copied to the database less often
    "cache_size=-16000",  # 16 MB for each connection, so that the inner pages of the indexes stay in memory
)
_TURN = "-turn"  # what the name of the file ends with by which processes take turns


def turns_at(url: URL) -> Turns:
    """Turns at writing in a database; its processes take them too, by a file beside it."""
    in_memory = url.database in (None, "", ":memory:")
    return Turns(None if in_memory else Path(f"{url.database}{_TURN}"))


def remove(database: Path) -> None:
    """Take away a database nobody is connected to, with all that stands beside it."""
    for suffix in ("", "-wal", "-shm", _TURN):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Set up a new connection."""
    connection.isolation_level = None  # SQLAlchemy's BEGIN, not the driver's
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def be_careless(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """What is thrown away need not outlive a power cut: nobody waits for the disk."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def begin(connection: Connection, turns: Turns | None) -> None:
    """Begin a transaction: one that may write takes the lock at once, so that no update is lost (python.md §4).

    Where there are `turns` it waits for its own first; who takes it must `leave` when the transaction is over.
    """
    if reads(connection):
        connection.exec_driver_sql("BEGIN")
        return
    if turns is not None:
        turns.take()
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def reads(connection: Connection) -> bool:
    """Whether a connection is one of `db.reading()`: nothing is written with it."""
    return bool(connection.get_execution_options().get("traject_read", False))
