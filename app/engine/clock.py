"""The moment the engine works at. Simulated time reaches SpiffWorkflow only through here.

SpiffWorkflow reads the time of the machine in its timer definitions, without a parameter. Ours (`timers.py`) read
this instead: a moment that is set for the length of one run, per thread and per context.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime] = ContextVar("engine_moment")


def now() -> datetime:
    """The moment of the running operation, in UTC. LookupError outside one: the engine never reads a real clock."""
    return _moment.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Work at `moment` (aware) until the block ends."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its offset")
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
