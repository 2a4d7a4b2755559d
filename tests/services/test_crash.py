"""Killing the process at work leaves every case before or after an act, never between (security.md 29)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import db, engine
from app.models.audit import Audit
from app.models.case import Case
from app.models.task import Answers, Task
from app.services import audit
from app.services.definitions import compiled

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_s29_kill_in_the_middle_of_completions(coach, simple, database) -> None:
    chance = random.Random(29)
    for _ in range(6):
        command = [sys.executable, "-m", "tests.support.busy", database.url, "els@schakel.example"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert_whole()


def assert_whole() -> None:
    """Every case agrees with its own trail, its tasks with the engine's state, and the chain is intact."""
    assert audit.verify().broken_at is None
    with db.reading() as session:
        for case in session.scalars(select(Case)):
            completed = session.scalar(
                select(func.count()).where(Audit.case_id == case.id, Audit.tag == "task:completed")
            )
            answered = session.scalar(
                select(func.count()).where(Answers.case_id == case.id, Answers.task_id.is_not(None))
            )
            done = session.scalar(select(func.count()).where(Task.case_id == case.id, Task.status == "done"))
            assert completed == answered == done == case.revision - 1
            open_keys = set(session.scalars(select(Task.key).where(Task.case_id == case.id, Task.status == "open")))
            assert open_keys == _live_keys(session, case)
            assert (case.status == "ended") == (completed == 2)


def _live_keys(session: Session, case: Case) -> set[str]:
    """The tasks the engine itself finds open in the state that was saved."""
    definition = compiled(session, case.definition_id)
    return {
        task.key for task in engine.wake(definition, case.state, facts=lambda name: None, now=case.created_at).tasks
    }
