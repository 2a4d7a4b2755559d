"""Counting what a piece of code asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import db

# What opens a transaction or sets up a connection is not work of the use case.
_HOUSEKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")

# What completing a task may ask, and the few tasks that ask more, each with its reason in docs/decisions/0015.
MOST = 20
MORE = {
    "annual_pop/prepare": 22,
    "early_end/take_note": 26,
    "internship/choose_host": 26,
    "internship/sign_employer": 21,
    "internship/sign_host": 21,
    "internship/sign_worker": 21,
    "internship/sign_for_worker": 21,
    "hiring/assign_coach": 24,
    "project_stop/decision": 25,
    "reconsideration/confirm_withdrawal": 25,
    "reconsideration/judge_admissibility": 28,
    "reconsideration/register_decision": 29,
    "referral/choose_measure": 23,
    "suspension/accept_end": 26,
    "suspension/decide": 26,
    "transition_track/aftercare": 24,
    "vdab_evaluation/confirm": 28,
    "vdab_evaluation/decide": 29,
}


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
    """Count what Traject asks of its database, in every thread, until the block ends; not what the queue asks."""
    seen = Statements()

    def on_statement(connection, _cursor, statement, _parameters, _context, many):
        if is_ours(connection) and not statement.lstrip().upper().startswith(_HOUSEKEEPING):
            seen.texts.append(" ".join(statement.split()) + (" [many]" if many else ""))

    def on_commit(connection):
        seen.commits += is_ours(connection)

    def is_ours(connection):
        return connection.engine.pool is db.engine().pool

    listened = Engine._has_events
    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
        event.remove(Engine, "commit", on_commit)
        Engine._has_events = listened  # else every later statement asks around for listeners: a benchmark would tell


@contextmanager
def few_statements(process: str, element: str) -> Iterator[None]:
    """Completing this task asks no more than it may, and commits once."""
    with counted() as seen:
        yield
    assert len(seen) <= MORE.get(f"{process}/{element}", MOST), f"{process}/{element}\n{seen}"
    assert seen.commits == 1
