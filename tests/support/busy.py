"""A Traject process that is busy until it is killed: people at work on cases of `years`, a worker, or both.

`work` runs in a fork of a process that imported this module and never opened a database: a start takes a tenth of a
second. It ends when the test does, and when something went wrong that is no refusal; `Life.faults` says what that was.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from itertools import count
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401 -- imported before the fork, not after each
from dbos import DBOS, DBOSClient  # noqa: F401 -- the same
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, configure_mappers

from app import db, engine
from app.domain.access import Actor
from app.domain.errors import Refusal
from app.jobs import executor, registry, runner
from app.jobs.perform import perform
from app.models.base import configure_keys
from app.models.case import Case
from app.models.task import Task
from app.queries import move_target, users
from app.services import cases, jobs, mail, messaging, moving, registries, tasks, waking
from config import Environment, Settings
from tests.jobs import kinds  # noqa: F401 -- the kind `walk`
from tests.support import years

#: Where processes come from.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.support.busy"])
SECRET_KEY = "a-secret-of-the-tests-and-of-nothing-else"
#: Where a process can be killed by itself; else it is killed from outside, whatever it is doing.
BEFORE_COMMIT, AFTER_COMMIT, AFTER_WRITE, AFTER_ENQUEUE = "before commit", "after commit", "after write", "enqueued"
POINTS = (BEFORE_COMMIT, AFTER_COMMIT, AFTER_WRITE, AFTER_ENQUEUE)
#: What a walk goes by: each item leaves one row.
ITEMS = 4
_LONGEST_WAIT = 120  # seconds
_MOST_CASES = 10  # running at a time
_PEOPLE_AT_ONCE = 2


@dataclass(frozen=True)
class Life:
    """What a process is (`web`, `worker`), whether people act in it, whether it does background work, and where it
    kills itself: at the `nth` time it comes by `point`."""

    url: str
    mail_url: str
    role: str
    people: bool
    works: bool
    emails: tuple[str, ...]
    editor: str
    seed: int
    faults: str
    point: str | None = None
    nth: int = 1


def work(life: Life) -> None:
    """Be busy."""
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    logging.basicConfig(filename=life.faults, level=logging.WARNING, force=True)
    configure_keys(SECRET_KEY)
    db.configure(life.url, simulated_clock=True)
    mail.configure(on=True)
    if life.point is not None:
        _arm(life.point, life.nth)
    if life.people:
        for number in range(_PEOPLE_AT_ONCE):
            threading.Thread(target=_be_people, args=(life, random.Random(life.seed + number))).start()
    if life.works:
        executor._POLL_SECONDS = runner._POLL_SECONDS = 0.02  # a life is short
        settings = Settings(database_url=life.url, mail_url=life.mail_url, environment=Environment.TESTING)
        runner.run_forever(threading.Event(), settings, life.role)


def drain(url: str, together: Barrier, woken: SimpleQueue[int]) -> None:
    """Be a worker that fires what is due, begins with the others, and tells how many cases it woke."""
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    configure_keys(SECRET_KEY)
    db.configure(url, simulated_clock=True)
    together.wait(_LONGEST_WAIT)
    woken.put(waking.wake_due())


def do_job(url: str, job_id: int, point: str, nth: int) -> None:
    """Be a worker that takes up one job, and kills itself at the `nth` time it comes by `point`."""
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    configure_keys(SECRET_KEY)
    db.configure(url, simulated_clock=True)
    _arm(point, nth)
    perform(job_id, 1, "worker@tests-0", Settings(database_url=url, environment=Environment.TESTING), lambda: False)


def _end_with_the_test() -> None:
    """A test that is killed leaves nobody behind."""
    if test := multiprocessing.parent_process():
        test.join()
    os._exit(1)


def _arm(point: str, nth: int) -> None:
    """Let this process kill itself when it comes by the point, in whatever thread, of ours or of the queue."""
    passed = count(1)

    def reached(*_: Any) -> None:
        if next(passed) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrote(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        enqueues = statement.startswith("INSERT") and "workflow_status" in statement
        if enqueues if point == AFTER_ENQUEUE else statement.startswith(("INSERT", "UPDATE", "DELETE")):
            reached()

    match point:
        case "before commit":
            event.listen(Engine, "commit", reached)
        case "after commit":
            event.listen(Session, "after_commit", reached)
        case _:
            event.listen(Engine, "after_cursor_execute", wrote)


def _be_people(life: Life, rng: random.Random) -> None:
    try:
        with db.reading() as session:
            coaches = [users.actor_for(session, users.id_of(session, email) or 0) for email in life.emails]
            editor = users.actor_for(session, users.id_of(session, life.editor) or 0)
        while True:
            time.sleep(rng.uniform(0, 0.03))  # nobody types faster
            try:
                _act(rng, rng.choice(coaches), editor)
            except Refusal as refusal:
                if refusal.status not in (403, 409):  # else somebody was first
                    raise
    except BaseException:
        logging.exception("people cannot work")
        os._exit(1)


def _act(rng: random.Random, coach: Actor, editor: Actor) -> None:
    """Something that a person does; mostly he completes a task."""
    with db.reading() as session:
        running = session.scalars(select(Case.id).where(Case.status == "open")).all()
        open_tasks = session.scalars(select(Task.id).where(Task.status == "open")).all()
    chance = rng.random()
    if chance < 0.04:
        with db.reading() as session:
            wanted = move_target.target(session, years.PROCESS, rng.choice(years.VERSIONS), {}, False)
        moving.begin(editor, wanted)
    elif chance < 0.08:
        with db.transaction() as session:
            jobs.enqueue(session, "walk", {"items": ITEMS, "name": f"walk {rng.getrandbits(64):x}"})
    elif chance < 0.2 and running:
        messaging.send(coach, rng.choice(running), "called")
    elif chance < 0.3 and open_tasks:
        tasks.claim(coach, rng.choice(open_tasks))
    elif chance < 0.35 and open_tasks:
        tasks.save_draft(coach, rng.choice(open_tasks), {"go_on": True})
    elif open_tasks and (chance < 0.8 or len(running) >= _MOST_CASES):
        tasks.complete(coach, rng.choice(open_tasks), {"go_on": rng.random() < 0.85})
    elif len(running) < _MOST_CASES:
        cases.start(coach, years.PROCESS)


# What every life needs, done once, before the forks.
registries.load()
registry.load()
configure_mappers()
for _number in years.VERSIONS:
    engine.compile(years.bundle(_number))
