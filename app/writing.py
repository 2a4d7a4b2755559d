"""The session of a use case. Rows nobody asks for yet wait, and go to the database with what is written next.

Starting a case writes five tables before anybody asks one of them. A server then gets them as one statement instead of
five, each of which is a way there and back with rows locked. Whatever asks the database through the session comes after
the rows that wait: nobody needs to know that there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session, SessionTransaction

from app import prepared
from app.prepared import Prepared

Write = tuple[Prepared, list[dict[str, Any]]]


class Writing(Session):
    """A session that writes; every way to the database is through one of the methods below."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: list[Write] = []

    def later(self, writes: Sequence[Write]) -> None:
        """Write these rows before anything else is asked, after those that wait already."""
        self._waiting += writes
        if self.in_nested_transaction():  # undone with the savepoint, if it is
            self.settle()

    def waiting(self, statement: Prepared) -> list[dict[str, Any]]:
        """The rows of a statement that wait; what is changed in them now is what will be written."""
        return [row for waits, rows in self._waiting if waits is statement for row in rows]

    def settle(self) -> None:
        """Write what waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            prepared.write(super().connection(), waiting)

    def connection(self, *args: Any, **options: Any) -> Connection:
        """The connection, once what waits is written; not to be kept across what may wait again."""
        self.settle()
        return super().connection(*args, **options)

    def execute(self, *args: Any, **options: Any) -> Any:
        """As every session; what waits is written first."""
        self.settle()
        return super().execute(*args, **options)

    def scalars(self, *args: Any, **options: Any) -> Any:
        """As every session; what waits is written first."""
        self.settle()
        return super().scalars(*args, **options)

    def scalar(self, *args: Any, **options: Any) -> Any:
        """As every session; what waits is written first."""
        self.settle()
        return super().scalar(*args, **options)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As every session; what waits is written first, for what is flushed may refer to it."""
        self.settle()
        super().flush(objects)

    def begin_nested(self) -> SessionTransaction:
        """As every session; what waits is written outside of the savepoint."""
        self.settle()
        return super().begin_nested()

    def rollback(self) -> None:
        """As every session; what waits is never written."""
        self._waiting.clear()
        super().rollback()
