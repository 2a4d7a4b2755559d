"""SQLite as Traject uses it: its settings, how a transaction begins, and turns for those who write.

It has one writer, and who waits for it looks again ever less often: in a crowd whoever waited longest would come last,
until his patience ends. The threads of one process need not look: each is told when his turn has come.
"""

from __future__ import annotations

import threading
from collections import deque

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "wal_autocheckpoint=4000",  # 16 MB: pages written often are copied to the database less often
    "cache_size=-16000",  # 16 MB for each connection, so that the inner pages of the indexes stay in memory
)
_PATIENCE = 10.0  # seconds, as long as SQLite itself waits for another process


class Turns:
    """Use `take`, then `leave`, in the same thread. Who takes twice has one turn."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._guard = threading.Lock()
        self._holder: int | None = None
        self._waiting: deque[tuple[int, threading.Event]] = deque()

    def take(self) -> None:
        """Wait until it is this thread's turn; who waited too long goes on without one (SQLite has the last word)."""
        me = threading.get_ident()
        with self._guard:
            if self._holder in (None, me):
                self._holder = me
                return
            place = me, threading.Event()
            self._waiting.append(place)
        if not place[1].wait(self._patience):
            with self._guard:
                if place in self._waiting:  # else it was told just now
                    self._waiting.remove(place)

    def leave(self) -> None:
        """The next one's turn, if it was this thread's."""
        with self._guard:
            if self._holder != threading.get_ident():
                return
            self._holder, told = self._waiting.popleft() if self._waiting else (None, None)
            if told is not None:
                told.set()

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)


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
