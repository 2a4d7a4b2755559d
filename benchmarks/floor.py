"""The floor under B2: the same completion by hand, with the bare parts and nothing else.

Core statements made once, the engine's own door, one commit. What Traject adds to it is what B2 is a multiple of: who
asks and whether he may, the form's judgement, what to say when somebody was first, parties, drafts, timers, the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update

from app import db, engine
from app.models.audit import Audit, AuditHead
from app.models.base import new_id
from app.models.case import Case, Step
from app.models.definition import Definition
from app.models.task import Answers, Task
from benchmarks.stage import HERE, A, Stage


def _table(model: Any) -> Table:
    found = model.__table__
    assert isinstance(found, Table)
    return found


_case, _task, _step, _answers = _table(Case), _table(Task), _table(Step), _table(Answers)
_audit, _head = _table(Audit), _table(AuditHead)
_FIND = (
    select(_task, _case.c.state, _case.c.revision)
    .join_from(_task, _case, _case.c.id == _task.c.case_id)
    .where(_task.c.id == bindparam("task_id"))
)
_DONE = update(_task).where(_task.c.id == bindparam("of")).values(status="done", done_at=bindparam("done_at"))
_MOVE = (
    update(_case)
    .where(_case.c.id == bindparam("of"))
    .values(state=bindparam("state"), variables=bindparam("variables"), revision=bindparam("revision"))
)
_HEAD = select(_head.c.number, _head.c.hash)
_MOVE_HEAD = update(_head).values(number=bindparam("number"), hash=bindparam("hash"))
_KEEP, _WALK, _OPEN, _WRITE = insert(_answers), insert(_step), insert(_task), insert(_audit)


def floor(stage: Stage) -> Callable[[], Callable[[], object]]:
    """A function that makes the bare completion of a fresh case ready."""
    definition = engine.compile(engine.read_bundle(HERE / "workflows", HERE / "forms", "simple"))
    with db.reading() as session:
        version = session.scalars(select(Definition.id).where(Definition.process == "simple")).one()

    def ready() -> Callable[[], object]:
        task_id = int(stage.start()["id"])
        return lambda: _complete(definition, version, task_id)

    return ready


def _complete(definition: engine.Definition, version: int, task_id: int) -> None:
    now = datetime.now(UTC)
    with db.engine().begin() as run:
        found = run.execute(_FIND, {"task_id": task_id}).one()
        case_id, base = found.case_id, {"case_id": found.case_id, "definition_id": version, "process": "simple"}
        known = {"approved": A["approved"], "amount": A["amount"]}
        snapshot = engine.complete(definition, found.state, found.key, known, facts=_no_facts, now=now)
        answers = base | {"id": new_id(), "task_id": task_id, "element": found.element, "values": A, "given_at": now}
        run.execute(_KEEP, answers)
        run.execute(_DONE, {"of": task_id, "done_at": now})
        moved = {"of": case_id, "state": snapshot.state, "variables": snapshot.variables}
        run.execute(_MOVE, moved | {"revision": found.revision + 1})
        run.execute(_WALK, [_step_row(case_id, at, step) for at, step in enumerate(snapshot.steps)])
        run.execute(_OPEN, [base | _task_row(found, task, now) for task in snapshot.tasks])
        head = run.execute(_HEAD).one()
        hashed = hashlib.sha256(head.hash.encode()).hexdigest()
        entry = {"number": head.number + 1, "at": now, "tag": "task:completed", "case_id": case_id, "payload": "{}"}
        run.execute(_WRITE, entry | {"previous_hash": head.hash, "hash": hashed})
        run.execute(_MOVE_HEAD, {"number": head.number + 1, "hash": hashed})


def _task_row(done: Any, task: engine.OpenTask, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": task.key,
        "element": task.element,
        "name": task.name,
        "role": task.role,
        "organisation_id": done.organisation_id,
        "subject": done.subject,
        "search_subject": done.search_subject,
        "due_at": task.due_at,
        "sort_at": task.due_at or now,
        "created_at": now,
    }


def _step_row(case_id: int, position: int, step: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "case_id": case_id,
        "position": 5000 + position,
        "process": step.process,
        "element": step.element,
        "name": step.name,
        "kind": step.kind,
        "at": step.at,
    }


def _no_facts(name: str) -> Any:
    raise KeyError(name)
