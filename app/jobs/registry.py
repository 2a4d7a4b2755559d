"""Which kinds of job there are. A kind is a function in a file of this folder, under `@job("its_kind")`.

The function gets a `Run` (app/jobs/run.py) and may count on this:

* It is called by one worker at a time, but may be called again: after a crash, after a failure, after somebody stopped
  the job and let it go on. What it changes in the database it changes inside `run.item()` (one of many) or
  `run.finishing()` (all at once): the row of the job moves on in the same transaction, so it happens exactly once.
* What it does elsewhere (mail) carries an idempotency key of its own, and is done again when it was not recorded.
* It returns: the job is done. It raises: the job is tried again after each of the delays in `patience`, and after the
  last it has failed, and waits for a person. `Hopeless` fails at once. Its message is shown: no personal data in it.
* Where the job has failed, `given_up` is called with its arguments, in the transaction that says so of the job.
* An item that breaks is passed over; one during which the database was busy or away (`db.AWAY`) is not: it comes again.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from app.jobs.run import Run

JobFunction = Callable[["Run"], None]
GivenUp = Callable[[Session, Mapping[str, Any]], None]
#: How long a kind waits before each next try, where it says nothing else.
PATIENCE = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))


def _nothing(_session: Session, _arguments: Mapping[str, Any]) -> None:
    """What most kinds leave behind when they fail says enough."""


@dataclass(frozen=True)
class Kind:
    """A kind of job: what it does, how long it waits before each next try, and what is written where it failed."""

    name: str
    do: JobFunction
    patience: tuple[timedelta, ...]
    given_up: GivenUp


KINDS: dict[str, Kind] = {}


def job(
    name: str, patience: tuple[timedelta, ...] = PATIENCE, given_up: GivenUp = _nothing
) -> Callable[[JobFunction], JobFunction]:
    """Register the function that does jobs of this kind."""

    def add(function: JobFunction) -> JobFunction:
        if name in KINDS:
            raise ValueError(f"job {name} is registered twice")
        KINDS[name] = Kind(name, function, patience, given_up)
        return function

    return add


def load() -> None:
    """Import every file of this folder, so that every kind is known."""
    import app.jobs

    for module in pkgutil.iter_modules(app.jobs.__path__):
        importlib.import_module(f"app.jobs.{module.name}")
