"""B9: a dry run of moving 10,000 running cases to another version: time per case, and memory that does not grow.

A few cases are started with the real code and multiplied by bulk inserts. Memory is the peak of what Python allocates
during the dry run, set against that of a tenth of the cases.
"""

from __future__ import annotations

import time
import tracemalloc
from statistics import median
from typing import Any

from sqlalchemy import insert, select

from app import db
from app.domain.access import SYSTEM
from app.engine import make_bundle, read_bundle
from app.models.base import new_id
from app.models.case import Case
from app.queries import migration, move_target
from app.services import publishing
from benchmarks.measure import Result
from benchmarks.stage import HERE, A, Stage
from tests.support.statements import counted

CASES = 10_000
_MOST_MILLISECONDS = CASES / 2_000 * 1_000
_MOST_GROWTH = 1.2


def run(stage: Stage) -> list[Result]:
    """Dry-run all cases, first where only names changed, then where every due moment is counted anew."""
    _cases(stage, CASES // 10)
    _publish('name="Aanvraag invullen" camunda:candidateGroups="coach" camunda:dueDate="P30D"')
    small = _peak(_target(recompute=True))
    _cases(stage, CASES - CASES // 10)
    results = [
        _measured(f"B9 dry run of {CASES:,} cases, due moments kept", _target(recompute=False)),
        _measured(f"B9 dry run of {CASES:,} cases, due moments counted anew", _target(recompute=True)),
    ]
    growth = _peak(_target(recompute=True)) / small
    return [
        *results,
        Result(f"B9 peak memory of {CASES:,} over {CASES // 10:,} cases (ratio)", growth, 0, 0, _MOST_GROWTH),
    ]


def _publish(first_task: str) -> None:
    old = read_bundle(HERE / "workflows", HERE / "forms", "simple")
    drawn = b'name="Aanvraag invullen" camunda:candidateGroups="coach" camunda:dueDate="P14D"'
    bpmn = old.bpmn.replace(drawn, first_task.encode())
    publishing.publish(SYSTEM, {"simple": make_bundle("simple", old.meta_text, bpmn, old.dmn, old.forms, {})})


def _target(recompute: bool) -> move_target.Target:
    with db.reading() as session:
        return move_target.target(session, "simple", 2, {}, recompute)


def _cases(stage: Stage, number: int) -> None:
    """Two cases of the first version, at the first and at the second task, and copies of them."""
    with db.reading() as session:
        known = session.execute(select(Case.__table__).order_by(Case.id).limit(2)).mappings().all()
    if not known:
        known = _first_two(stage)
    rows: list[dict[str, Any]] = [{**known[index % 2], "id": new_id() + index} for index in range(number)]
    with db.transaction() as session:
        session.execute(insert(Case.__table__), rows)  # type: ignore[arg-type]  # a table


def _first_two(stage: Stage) -> Any:
    stage.start()
    task = stage.start()
    stage.api("POST", f"/tasks/{task['id']}/complete", {"answers": A})
    with db.reading() as session:
        return session.execute(select(Case.__table__).order_by(Case.id)).mappings().all()


def _measured(name: str, wanted: move_target.Target) -> Result:
    times = []
    for _ in range(5):
        with db.reading() as session:
            begin = time.process_time_ns()
            tally = migration.tally(session, SYSTEM, wanted)
            times.append(time.process_time_ns() - begin)
        if tally.judged < CASES:
            raise RuntimeError(f"only {tally.judged} cases were judged")
    with counted() as seen, db.reading() as session:
        migration.tally(session, SYSTEM, wanted)
    return Result(name, median(times) / 1e6, len(seen), seen.commits, _MOST_MILLISECONDS)


def _peak(wanted: move_target.Target) -> float:
    tracemalloc.start()
    with db.reading() as session:
        migration.tally(session, SYSTEM, wanted)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
