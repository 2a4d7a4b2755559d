"""A worker process of B7. Usage: python -m benchmarks.drain URL SECRET. Says `ready`, drains at the first line it
reads, and prints how many cases it woke and the seconds of processor time that took."""

from __future__ import annotations

import os
import sys
import time

from app import db
from app.cli.worker import NICE
from app.jobs.manners import gently
from app.models.base import configure_keys
from app.services import registries, waking


def main(url: str, secret: str) -> None:
    """Drain once."""
    os.nice(NICE)
    configure_keys(secret)
    db.configure(url, simulated_clock=False)
    registries.load()
    print("ready", flush=True)
    sys.stdin.readline()
    begin = time.process_time()
    print(waking.wake_due(gently(lambda: False)), time.process_time() - begin, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
