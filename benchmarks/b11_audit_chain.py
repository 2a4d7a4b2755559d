"""B11: verify an audit chain of a million entries, as `flask audit verify` does.

A case started by the real code gives the first entries; the rest are made here, chained by the same functions, with a
payload as large as those, and put in by bulk inserts. Elapsed time, of which the database has its share.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from app import db
from app.domain.audit import Entry, entry_hash
from app.models.audit import Audit, AuditHead
from app.services import audit
from benchmarks.measure import Result
from benchmarks.stage import A, Stage

ENTRIES, _AT_ONCE = 1_000_000, 50_000
_MOST_MILLISECONDS = 10_000


def run(stage: Stage, entries: int = ENTRIES) -> list[Result]:
    """Verify the whole chain."""
    task = stage.start()
    stage.api("POST", f"/tasks/{task['id']}/complete", {"answers": A})
    _fill(entries)
    begin, used = time.perf_counter(), time.process_time()
    verdict = audit.verify()
    elapsed, used = time.perf_counter() - begin, time.process_time() - used
    if verdict.broken_at is not None or verdict.entries != entries:
        raise RuntimeError(f"the chain is not whole: {verdict}")
    name = f"B11 verify {entries:,} audit entries, elapsed ({used:.1f} s of them our processor time)"
    return [Result(name, elapsed * 1000, 0, 0, _MOST_MILLISECONDS)]


def _fill(entries: int) -> None:
    with db.reading() as session:
        head = session.execute(select(AuditHead.number, AuditHead.hash)).one()
        longest = select(Audit.at, Audit.actor_id, Audit.tag, Audit.case_id, Audit.payload)
        model = session.execute(longest.order_by(func.length(Audit.payload).desc()).limit(1)).one()
    number, last, at = head.number, head.hash, model.at
    while number < entries:
        rows = []
        for _ in range(min(_AT_ONCE, entries - number)):
            number, at = number + 1, at + timedelta(milliseconds=1234)
            row = _entry(number, at, model, last)
            last = row["hash"]
            rows.append(row)
        with db.transaction() as session:
            session.connection().execute(insert(Audit.__table__), rows)  # type: ignore[arg-type]  # a table
            session.execute(update(AuditHead).values(number=number, hash=last))


def _entry(number: int, at: datetime, model: Any, last: str) -> dict[str, Any]:
    entry = Entry(number, audit.moment_text(at), model.actor_id, model.tag, model.case_id, model.payload)
    return {
        "number": number,
        "at": at,
        "actor_id": model.actor_id,
        "tag": model.tag,
        "case_id": model.case_id,
        "payload": model.payload,
        "previous_hash": last,
        "hash": entry_hash(last, entry),
    }
