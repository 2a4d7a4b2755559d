"""A worker process that knows the jobs of the tests, and soon believes others dead. Usage: worker.py URL."""

from __future__ import annotations

import sys
import threading

from app import db
from app.jobs.executor import Executor
from app.models.base import configure_keys
from config import Environment, Settings
from tests.jobs import kinds  # noqa: F401 -- registers them


def main(url: str) -> None:
    """Work until killed."""
    configure_keys("a-secret-of-the-tests-and-of-nothing-else")
    db.configure(url, simulated_clock=True)
    Executor(Settings(database_url=url, environment=Environment.TESTING), "worker", dead_after=3).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
