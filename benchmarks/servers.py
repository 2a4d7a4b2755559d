"""A PostgreSQL of the benchmarks' own: the server the tests use, gone when the block ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support import postgres


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a fresh database. The server does not wait for the disk (tests/support/postgres.py)."""
    folder = postgres.prepare_run(in_memory=False)
    try:
        yield postgres.create_database("benchmarks").render_as_string(hide_password=False)
    finally:
        postgres.stop(folder)
