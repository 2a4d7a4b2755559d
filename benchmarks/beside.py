"""A small worklist beside a large one: in a process and a database of its own, asked in turn with it.

A machine is half as fast in one minute as in another, and one core as the other. How much longer a view takes with more
tasks shows only where both are asked in the same moment, on the same core.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from benchmarks import copies, readers
from benchmarks.measure import processor_time
from benchmarks.stage import stage
from tests.support import postgres

Ask = Callable[[int, str], float]


@contextmanager
def beside(tasks: int, on_server: bool) -> Iterator[Ask]:
    """What asks a view of a reader (by his place in the list) there, and tells the milliseconds of processor time."""
    url = postgres.create_database("beside").render_as_string(hide_password=False) if on_server else None
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(there, url, tasks))

    def ask(reader: int, view: str) -> float:
        here.send((reader, view))
        took: float = here.recv()
        return took

    with _one_core():  # the other process has it from this one
        process.start()
        there.close()
        try:
            here.recv()  # it is ready
            yield ask
        finally:
            here.close()
            process.join()


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and those it starts run on one core, where the system can be told so (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _serve(asked: Connection, url: str | None, tasks: int) -> None:
    with stage(url) as ready:
        found = readers.set_up(ready)
        copies.fill(0, tasks)
        asked.send(None)
        while True:
            try:
                reader, view = asked.recv()
            except EOFError:
                return
            asked.send(processor_time(found[reader].ready(view)))
