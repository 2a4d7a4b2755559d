"""Counting what a piece of code asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy.engine import Engine

# What opens a transaction or sets up a connection is not work of the use case.
_HOUSEKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Statements:
    """The statements that went to the database, in order, and how often something was committed."""

    texts: list[str] = field(default_factory=list)
    commits: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {text}" for number, text in enumerate(self.texts, 1))


@contextmanager
def counted() -> Iterator[Statements]:
    """Count in every engine of this process, in every thread, until the block ends."""
    seen = Statements()

    def on_statement(_connection, _cursor, statement, _parameters, _context, many):
        if not statement.lstrip().upper().startswith(_HOUSEKEEPING):
            seen.texts.append(" ".join(statement.split()) + (" [many]" if many else ""))

    def on_commit(_connection):
        seen.commits += 1

    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
        event.remove(Engine, "commit", on_commit)
