"""B7: timers that are all due at once: how fast they drain, and what somebody who works meanwhile notices.

On SQLite the worker is a thread of the web process; on PostgreSQL four worker processes share the timers. One case is
started by the real code, the others are copies of its rows (case, parties, timer). Every firing runs the real code: a
task opens, its own timer is armed, steps, lateness and audit are written. The clock is the real one.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles

from sqlalchemy import Integer, Table, func, insert, literal, select

from app import db
from app.domain.access import SYSTEM
from app.jobs.manners import gently
from app.models.case import Case, CaseParty, Timer
from app.models.firing import Firing
from app.services import clock, publishing, waking
from benchmarks import bulk
from benchmarks.measure import Result
from benchmarks.servers import postgresql
from benchmarks.stage import SECRET, Stage
from benchmarks.stage import stage as another_stage
from config import ROOT
from tests.support.statements import counted

#: Workers rest between two turns (app/jobs/manners.py); on SQLite a fifth of the timers shows the rate as well.
COUNTS = {"sqlite": 20_000, "postgresql": 100_000}
WORKERS, IDLE_REQUESTS, PAUSE = 4, 100, 0.1
#: So many fire before, so that the worklist is as long when nothing happens as it is meanwhile.
FULL = 60
_BUNDLES = ROOT / "tests" / "services" / "bundles"


@dataclass(frozen=True)
class Drained:
    """What draining took: cases woken, processor seconds of the workers, and the worklist's times meanwhile (ms)."""

    woken: int
    seconds: float
    requests: list[float]


def run(stage: Stage, counts: dict[str, int] = COUNTS) -> list[Result]:
    """On the stage's SQLite with an embedded worker, then on PostgreSQL with four."""
    found = _measure(stage, counts["sqlite"], "SQLite, embedded")
    with postgresql() as url, another_stage(url) as server:
        return found + _measure(server, counts["postgresql"], f"PostgreSQL, {WORKERS} workers")


def _measure(stage: Stage, count: int, where: str) -> list[Result]:
    url = _prepare(stage, count + FULL)
    with counted() as seen:
        waking.wake(_first_due())
    for _ in range(FULL - 1):
        waking.wake(_first_due())
    idle = _requests_while(stage, _pauses())
    began = datetime.now(UTC)
    drained = _embedded(stage) if db.engine().dialect.name == "sqlite" else _by_processes(stage, url)
    if drained.woken != count or _fired() != (count + FULL, count + FULL):
        raise RuntimeError(f"{drained.woken} woken, {_fired()} fired (all, different cases), not {count}")
    rate = drained.woken / drained.seconds
    late = _lateness(began)
    return [
        Result(f"B7 one of {count} due timers ({where}): {rate:.0f}/s a core; lateness p99 {late:.0f} s",
               1000 / rate, len(seen), seen.commits, most_milliseconds=2),
        Result(f"B7 worklist p95 meanwhile ({where}), idle {_p95(idle):.1f} ms",
               _p95(drained.requests), 0, 0, most_milliseconds=2 * _p95(idle)),
    ]  # fmt: skip


def _prepare(stage: Stage, count: int) -> str:
    """`count` cases whose month has passed, and the real clock."""
    clock.set_to(SYSTEM, datetime.now(UTC) - timedelta(days=32))  # the month passed, the reminder a week later not yet
    publishing.sync(SYSTEM, _BUNDLES / "workflows", _BUNDLES / "forms")
    case_id = int(stage.api("POST", "/cases", {"process": "timed"})["id"])
    _multiply(case_id, count - 1)
    bulk.settle()
    url = db.engine().url.render_as_string(hide_password=False)
    db.configure(url, simulated_clock=False)
    return url


def _multiply(case_id: int, copies: int) -> None:
    numbers = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < copies))
    with db.transaction() as session:
        for model, of in ((Case, Case.id), (CaseParty, CaseParty.case_id), (Timer, Timer.case_id)):
            table = model.__table__
            assert isinstance(table, Table)
            moved = {"id", of.key}
            columns = [(column + numbers.c.n if column.name in moved else column) for column in table.c]
            rows = select(*columns).select_from(table.join(numbers, literal(1) == 1)).where(of == case_id)
            session.execute(insert(table).from_select([column.name for column in table.c], rows))


def _embedded(stage: Stage) -> Drained:
    """The worker as the web process has it: beside the requests, resting between two firings."""
    took: list[float] = []
    done = threading.Event()

    def work() -> None:
        began = time.thread_time()
        took.append(waking.wake_due(stopping=gently(done.is_set)))
        took.append(time.thread_time() - began)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    requests = _requests_while(stage, iter(lambda: not done.wait(PAUSE), False))
    worker.join()
    return Drained(int(took[0]), took[1], requests)


def _by_processes(stage: Stage, url: str) -> Drained:
    command = [sys.executable, "-m", "benchmarks.drain", url, SECRET]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    done = threading.Event()
    told: list[str] = []

    def wait() -> None:
        told.extend(worker.communicate()[0] for worker in workers)
        done.set()

    waiting = threading.Thread(target=wait)
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    waiting.start()
    requests = _requests_while(stage, iter(lambda: not done.wait(PAUSE), False))
    waiting.join()
    numbers = [line.split() for line in told]
    return Drained(sum(int(woken) for woken, _ in numbers), sum(float(seconds) for _, seconds in numbers), requests)


def _requests_while(stage: Stage, goes_on: Iterable[bool]) -> list[float]:
    """Somebody looks at his worklist, with a pause before each time."""
    return [_worklist(stage) for _ in goes_on]


def _pauses() -> Iterator[bool]:
    for _ in range(IDLE_REQUESTS):
        time.sleep(PAUSE)
        yield True


def _worklist(stage: Stage) -> float:
    """Milliseconds until the page is there."""
    begin = time.perf_counter()
    status = stage.pages.get("/tasks").status_code
    if status != 200:
        raise RuntimeError(f"the worklist answered {status}")
    return (time.perf_counter() - begin) * 1000


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _first_due() -> int:
    with db.reading() as session:
        return session.scalars(select(Case.id).order_by(Case.next_due, Case.id).limit(1)).one()


def _fired() -> tuple[int, int]:
    """How many timers, of how many cases: each case had one."""
    with db.reading() as session:
        counts = session.execute(select(func.count(), func.count(Firing.case_id.distinct())))
        return counts.one()._tuple()


def _lateness(began: datetime) -> float:
    """Seconds after the start by which 99 of 100 had fired: all were due before it."""
    with db.reading() as session:
        moments = session.scalars(select(Firing.fired_at).where(Firing.fired_at >= began).order_by(Firing.fired_at))
        fired = moments.all()
    return (fired[int(len(fired) * 0.99) - 1] - began).total_seconds()
