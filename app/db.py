"""The database: one engine, one way to write, one way to read.

`transaction()` is the only place in Traject that commits. One use case is one transaction: state, tasks, timers, audit
entries and messages are written together or not at all (architecture.md §2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from app import postgresql, sqlite
from app.prepared import Prepared
from app.turns import Turns
from app.writing import Write, Writing

_json = json.JSONEncoder(separators=(",", ":"))  # columns of JSON are written without spaces


#: What a statement raises while the database is away, stops, or has no time: nothing was done, and later it will be.
AWAY = (OperationalError, InterfaceError, NoConnectionFree)
#: Seconds after which it is worth to ask again, as the header Retry-After says it.
RETRY_AFTER = "30"


@dataclass
class _Database:
    engine: Engine
    write: sessionmaker[Writing]
    read: sessionmaker[Session]
    ask: Engine
    simulated_clock: bool
    turns: Turns  # at writing; only SQLite needs them

    def close(self) -> None:
        event.listen(self.engine.pool, "checkin", _close_returned)
        self.engine.dispose()
        self.turns.close()


def _close_returned(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    """Somebody was still at work when the database was closed: nobody would ever close what he gives back."""
    record.invalidate()


_database: _Database | None = None
# A throw-away database that this thread of work happens in instead (the studio's sandbox).
_elsewhere: ContextVar[_Database | None] = ContextVar("elsewhere", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=False)
# Called with the session just before the commit, inside the transaction (the audit chain is written there).
before_commit: list[Callable[[Session], None]] = []


def configure(url: str, *, simulated_clock: bool = False) -> Engine:
    """Connect Traject to the database at `url`; `simulated_clock` lets the clock be moved (demo and tests only)."""
    global _database
    dispose()
    _database = _connect(url, simulated_clock)
    return _database.engine


def _connect(url: str, simulated_clock: bool) -> _Database:
    engine = make_engine(url)
    for_reading = _for_reading(engine)
    database = _Database(
        engine=engine,
        write=sessionmaker(engine, class_=Writing, expire_on_commit=False, autoflush=True),
        read=sessionmaker(for_reading, expire_on_commit=False, autoflush=False),
        ask=for_reading,
        simulated_clock=simulated_clock,
        turns=sqlite.turns_at(engine.url) if engine.dialect.name == "sqlite" else Turns(),
    )
    if engine.dialect.name == "sqlite":
        _begin_as_sqlite_must(database)
    return database


def _for_reading(engine: Engine) -> Engine:
    """The same connections, for questions. A server is asked each by itself: BEGIN and ROLLBACK around them would tell
    nothing (READ COMMITTED sees what is committed at every statement), take two ways there and back, and make the
    driver forget every statement it had prepared, for the next transaction too (psycopg's `_rollback_gen`).
    """
    chosen = engine.execution_options(traject_read=True)
    return chosen if engine.dialect.name == "sqlite" else chosen.execution_options(isolation_level="AUTOCOMMIT")


def _begin_as_sqlite_must(database: _Database) -> None:
    """Sessions begin their transactions themselves. An engine could do it for them, but one that somebody listens to
    asks around at every statement, which made a third of what a statement costs; only `engine()` does."""

    def begin(connection: Connection) -> None:
        sqlite.begin(connection, database.turns if _writing.get() else None)

    def begin_session(_session: Session, transaction: SessionTransaction, connection: Connection) -> None:
        if not transaction.nested:  # a savepoint is no beginning
            begin(connection)

    sessions: sessionmaker[Writing] | sessionmaker[Session]
    for sessions in (database.write, database.read):
        event.listen(sessions, "after_begin", begin_session)
    database.engine = database.engine.execution_options()
    event.listen(database.engine, "begin", begin)


@contextmanager
def elsewhere(url: str) -> Iterator[None]:
    """All work of this thread inside the block happens in another database, with a clock that can be moved.

    For trying things out: nothing inside reads or writes what people work in, and no background work is asked for.
    """
    chosen = _connect(url, simulated_clock=True)
    if chosen.engine.dialect.name == "sqlite":
        event.listen(chosen.engine, "connect", sqlite.be_careless)
    token, writing = _elsewhere.set(chosen), _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(writing)
        _elsewhere.reset(token)
        chosen.close()


def is_elsewhere() -> bool:
    """Whether this thread works in a throw-away database."""
    return _elsewhere.get() is not None


def dispose() -> None:
    """Close all connections and forget the database."""
    global _database
    if _database is not None:
        _database.close()
        _database = None


def make_engine(url: str) -> Engine:
    """An engine with the settings that keep SQLite from losing updates (python.md §4)."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=10, max_overflow=20, json_serializer=_json.encode)
        postgresql.keep_alive(engine)
        return engine
    engine = create_engine(url, connect_args={"timeout": 10}, json_serializer=_json.encode)
    event.listen(engine, "connect", sqlite.prepare)
    return engine


def engine() -> Engine:
    """The engine Traject is connected to."""
    return _configured().engine


def clock_is_simulated() -> bool:
    """Whether this installation lets its clock be moved."""
    return _configured().simulated_clock


@contextmanager
def transaction() -> Iterator[Session]:
    """One use case: commits when the block ends, rolls everything back when it raises.

    Transactions do not nest: a use case that needs another one calls its inner function with the session.
    """
    if _writing.get():
        raise RuntimeError("transaction() inside transaction(): pass the session on instead")
    database = _configured()
    session = database.write()
    token = _writing.set(True)
    try:
        yield session
        session.flush()
        for hook in before_commit:
            hook(session)
        session.settle()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
        session.close()
        database.turns.leave()


@contextmanager
def reading() -> Iterator[Session]:
    """A session for queries; nothing done in it is kept."""
    session = _configured().read()
    try:
        yield session
    finally:
        session.close()


@contextmanager
def asking() -> Iterator[Connection]:
    """A connection for one question; a session around it would cost as much as the question itself."""
    with _configured().ask.connect() as connection:
        yield connection


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session for queries that must all tell of one moment, whatever is committed meanwhile; nothing is kept.

    SQLite's readers have that anyway.
    """
    with reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def later(session: Session, *writes: Write) -> None:
    """Write these rows before anything else is asked in this use case: all that wait go to a server together."""
    _writing_session(session).later(writes)


def waiting(session: Session, statement: Prepared) -> list[dict[str, Any]]:
    """The rows of a statement that wait; what is changed in them now is what will be written."""
    return _writing_session(session).waiting(statement)


def settle(session: Session) -> None:
    """Write what waits."""
    _writing_session(session).settle()


def _writing_session(session: Session) -> Writing:
    assert isinstance(session, Writing), "only what is in a transaction writes"
    return session


def known(session: Session) -> dict[Any, Any]:
    """What services looked up in this session and keep true while one case moves, so that nobody asks it twice.

    A worker that fires several cases in one transaction clears it in between: another case may have changed it.
    """
    found: dict[Any, Any] = session.info.setdefault("known", {})
    return found


def read_session() -> Session:
    """A reading session for a caller that closes it itself (a web request)."""
    return _configured().read()


def writers_waiting() -> int:
    """How many threads of this process wait for their turn to write (SQLite; a server keeps its own queues)."""
    return _configured().turns.waiting


def _configured() -> _Database:
    database = _elsewhere.get() or _database
    if database is None:
        raise RuntimeError("no database configured: call app.db.configure(url) first")
    return database
