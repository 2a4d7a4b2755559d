"""How a worker makes room for people who use the same machine: between two pieces of work it rests.

Thousands of timers that fall due at once are nobody's hurry; the page somebody waits for meanwhile is.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from app import db
from app.services.waking import Stopping

_LONGEST_REST = 0.05  # seconds at a time
_MOST_RESTS = 8  # so that on a machine that is always full a worker still works a ninth of the time
_LOAD = Path("/proc/loadavg")  # Linux: «1.30 1.65 1.69 3/79 26171», of which 3 want to run at this moment


def gently(stopping: Stopping) -> Stopping:
    """`stopping` for work that comes in pieces, asked between two of them.

    On one SQLite file the worker rests for as long as the last piece took, so that who waits for the file gets it. On a
    database server it rests as long, and up to eight times, while others want to run and no core is left for them.
    """
    on_a_file = db.engine().dialect.name == "sqlite"
    began = time.monotonic()

    def rest_and_ask() -> bool:
        nonlocal began
        took = min(time.monotonic() - began, _LONGEST_REST)
        if on_a_file:
            time.sleep(took)
        else:
            _rest_while_full(took)
        began = time.monotonic()
        return stopping()

    return rest_and_ask


def _rest_while_full(seconds: float) -> None:
    for _ in range(_MOST_RESTS):
        if not is_full():
            return
        time.sleep(seconds)


def is_full(load: Path = _LOAD, cores: int | None = None) -> bool:
    """Whether at this moment so much else wants to run on this machine that it has no core to spare; False where the
    system does not tell."""
    try:
        running = int(load.read_text().split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return False
    others, cores = running - 1, cores or os.cpu_count() or 1
    return others > max(0, cores - 2)
