"""B6: what a case takes: its state while it runs, and every row of it once six years are over.

`lifecycle` runs through 96 talks by the API. The trajectories are those of the demo: six years, played by the real
services with the simulated clock; the one that is told of is the one that lasted longest. A row counts with the bytes
of its values (a number: eight), audit entries and trail included; what cases share (people, versions, organisations)
and indexes are not counted. They are counted after the hourly round of a worker, which packs the steps and answers of
cases closed for a month.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Table, TypeDecorator, func, select, type_coerce
from sqlalchemy.orm import Session

from app import db
from app.cli.database import upgrade_schema
from app.demo.load import load
from app.models.base import Base
from app.models.case import ENDED, Case
from app.services import closed_rows, definitions, firings
from benchmarks.measure import Result
from benchmarks.stage import Stage

ROUNDS = 96
_STATE, _EVERYTHING = 4096, 60 * 1024


def run(stage: Stage) -> list[Result]:
    """Measure both; what the table calls ms are bytes here."""
    results = _lifecycle(stage)
    with TemporaryDirectory(prefix="traject-bench-") as folder:
        db.configure(f"sqlite:///{Path(folder) / 'demo.db'}", simulated_clock=True)
        upgrade_schema()
        definitions.forget()
        load(datetime.now(UTC))
        forgotten, packed = firings.forget_old(), closed_rows.pack_closed()
        print(
            f"what a worker does every hour: {forgotten} old firings forgotten, {packed} cases closed for long packed"
        )
        results += _trajectories()
        db.dispose()
    return results


def _lifecycle(stage: Stage) -> list[Result]:
    case = stage.api("POST", "/cases", {"process": "lifecycle", "subject": stage.organisation})
    task, answers, sizes = case["open_tasks"][0], {"about": "x" * 200}, []
    for _ in range(1 + ROUNDS):
        done = stage.api("POST", f"/tasks/{task['id']}/complete", {"answers": answers})
        task, answers = done["next_tasks"][0], {"said": "y" * 200, "go_on": True}
        with db.reading() as session:
            sizes.append(len(session.scalars(select(Case.state).where(Case.id == int(case["id"]))).one()))
    return [
        Result("B6 state of `lifecycle`, first talk (bytes)", sizes[0], 0, 0, _STATE),
        Result(f"B6 state of `lifecycle`, talk {ROUNDS} (bytes)", sizes[-1], 0, 0, _STATE),
        Result("B6 state of `lifecycle`, largest (bytes)", max(sizes), 0, 0, _STATE),
    ]


def _trajectories() -> list[Result]:
    with db.reading() as session:
        largest = session.scalar(select(func.max(func.length(Case.state))).where(Case.status != ENDED)) or 0
        over = session.scalars(select(Case).where(Case.process == "trajectory", Case.status == ENDED)).all()
        longest = max(over, key=lambda case: (case.ended_at or case.created_at) - case.created_at)
        parts = everything(session, longest.id)
        days = ((longest.ended_at or longest.created_at) - longest.created_at).days
    total = sum(parts.values())
    print(f"a trajectory of {days} days:", ", ".join(f"{name} {size:,}" for name, size in parts.items()))
    return [
        Result("B6 state of an open case of the demo, largest (bytes)", largest, 0, 0, _STATE),
        Result(f"B6 a trajectory of {days} days, everything (bytes)", total, 0, 0, _EVERYTHING),
    ]


def everything(session: Session, case_id: int) -> dict[str, int]:
    """The bytes of all rows of a case by table: those with its id, and those that hang on them."""
    found: dict[str, set[Any]] = {"case": {case_id}}
    sizes: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        rows = _rows(session, table, case_id, found)
        if rows:
            keys = list(table.primary_key.columns.keys())
            found.setdefault(table.name, set()).update(row[keys[0]] for row in rows)
            sizes[table.name] = sum(_bytes(value) for row in rows for value in row.values())
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def _rows(session: Session, table: Table, case_id: int, found: dict[str, set[Any]]) -> list[Any]:
    if table.name == "case":
        condition: Any = table.c.id == case_id
    elif "case_id" in table.c:
        condition = table.c.case_id == case_id
    else:
        parents = [key for key in table.foreign_keys if key.column.table.name in found]
        if not parents:
            return []
        condition = parents[0].parent.in_(found[parents[0].column.table.name])
    return list(session.execute(select(*map(_stored, table.c)).where(condition)).mappings())


def _stored(column: Column[Any]) -> ColumnElement[Any]:
    """As the database has it, where the code sees something else: packed, not unpacked."""
    kind = column.type
    return type_coerce(column, kind.impl_instance).label(column.name) if isinstance(kind, TypeDecorator) else column


def _bytes(value: Any) -> int:
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, dict | list):
        return len(orjson.dumps(value, default=str))
    return 8
