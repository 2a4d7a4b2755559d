"""Several use cases on one case, in threads, brought to the moment that matters by what SQLAlchemy says of itself.

Each use case asks for the case's lock once, does its work holding it, and commits. So two can meet in four ways: both
ask at once; the second asks when the first has the lock; when the first is about to commit; when it has committed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from app import db, sqlite
from app.domain.errors import Refusal

Act = Callable[[], Any]
#: Where the first is when the second asks for the lock.
HOLDS, COMMITS, DONE = "holds the lock", "is about to commit", "is done"
_LONGEST = 30.0  # seconds; nobody waits so long but in a deadlock
_ASKS, _FIRST, _SECOND = "asks", "first", "second"


def second_comes_when(first_is: str, first: Act, second: Act) -> tuple[Any, Any]:
    """What both gave (or the refusal they met) when the second asked for the lock while the first was there."""
    if first_is == DONE:
        return _given(first), _given(second)
    there, asked = threading.Event(), threading.Event()

    def passes(who: str, point: str) -> None:
        if (who, point) == (_FIRST, first_is) and not there.is_set():
            there.set()
            assert asked.wait(_LONGEST)
            _until_somebody_waits()
        elif (who, point) == (_SECOND, _ASKS):
            asked.set()

    def comes() -> Any:
        assert there.wait(_LONGEST)
        try:
            return _given(second)
        finally:
            asked.set()  # it may have turned back without asking

    with _watched(passes):
        one, two = _in_threads([(_FIRST, lambda: _given(first)), (_SECOND, comes)])
    return one, two


def all_ask_at_once(acts: Sequence[Act]) -> list[Any]:
    """What each gave, or the refusal it met, when all asked for the lock in the same moment.

    SQLite has fewer connections than a crowd has people: there they begin in the same moment.
    """
    barrier = threading.Barrier(len(acts))
    at_the_lock = db.engine().dialect.name != "sqlite"
    come: set[str] = set()

    def passes(who: str, point: str) -> None:
        if at_the_lock and who.startswith("person") and point == _ASKS and who not in come:
            come.add(who)
            barrier.wait(_LONGEST)

    def begin(act: Act) -> Any:
        if not at_the_lock:
            barrier.wait(_LONGEST)
        return _given(act)

    with _watched(passes):
        return _in_threads([(f"person {number}", partial(begin, act)) for number, act in enumerate(acts)])


def _given(act: Act) -> Any:
    try:
        return act()
    except Refusal as refusal:
        return refusal


def _in_threads(acts: Sequence[tuple[str, Act]]) -> list[Any]:
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Act) -> None:
        try:
            results[index] = act()
        except BaseException as error:
            results[index] = error

    threads = [
        threading.Thread(target=run, args=(index, act), name=name, daemon=True)
        for index, (name, act) in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LONGEST)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    return results


@contextmanager
def _watched(passes: Callable[[str, str], None]) -> Iterator[None]:
    """Tell `passes` the name of each thread that asks for a lock, has it, or is about to commit."""

    def begins(connection: Connection) -> None:  # on SQLite: before it waits for its turn
        if connection.dialect.name == "sqlite" and not sqlite.reads(connection):
            passes(threading.current_thread().name, _ASKS)

    def asks(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FOR UPDATE" in statement:
            passes(threading.current_thread().name, _ASKS)

    def holds(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if _takes_lock(statement):
            passes(threading.current_thread().name, HOLDS)

    def commits(_connection: Any) -> None:
        passes(threading.current_thread().name, COMMITS)

    listeners = {"begin": begins, "before_cursor_execute": asks, "after_cursor_execute": holds, "commit": commits}
    for name, listener in listeners.items():
        event.listen(Engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(Engine, name, listener)


def _takes_lock(statement: str) -> bool:
    """PostgreSQL locks the rows that are read for it; SQLite has one lock, which a writing transaction begins with."""
    return "BEGIN IMMEDIATE" in statement or "FOR UPDATE" in statement


def _until_somebody_waits() -> None:
    """Until the second waits for the lock; or for a while, since a worker passes by what is locked."""
    end = time.monotonic() + 0.2
    while not _somebody_waits() and time.monotonic() < end:
        time.sleep(0.001)


def _somebody_waits() -> bool:
    if db.engine().dialect.name == "sqlite":
        return db.writers_waiting() > 0
    with db.engine().connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
