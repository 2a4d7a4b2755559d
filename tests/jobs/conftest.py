"""Databases with jobs in them, and worker processes to kill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from app import db, queue
from app.domain.jobs import Lane
from app.models.job import Job
from app.models.organisation import Organisation
from app.services import jobs
from config import ROOT
from tests.jobs import kinds  # noqa: F401 -- registers them
from tests.support.databases import Database

Started = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def at_work(database: Database, clock: object) -> Iterator[None]:
    """The queue's own connections end with the database."""
    yield
    queue.close()


@pytest.fixture
def worker(database: Database) -> Iterator[Started]:
    """`worker()` starts one in a process of its own, and returns when it is at work."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.worker", database.url], cwd=ROOT, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def asked(kind: str, lane: Lane = Lane.QUICK, **arguments: object) -> int:
    """A job, asked for and kept."""
    with db.transaction() as session:
        return jobs.enqueue(session, kind, arguments, lane=lane)


def row_of(job_id: int) -> Job:
    """A job as it is now."""
    with db.reading() as session:
        return session.get_one(Job, job_id)


def left() -> Counter[str]:
    """What the jobs left, each name with how often."""
    with db.reading() as session:
        return Counter(session.scalars(select(Organisation.name)))


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    """Until it is true; an error when it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)
