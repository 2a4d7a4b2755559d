"""B11: verify an audit chain of a million entries, as `flask audit verify` does.

A case started by the real code gives the first entries; the rest are made here, chained by the same functions, with a
payload as large as those, and put in by bulk inserts. Elapsed time, of which the database has its share.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.audit_chain import Entry, entry_hash
from app.domain.packing import pack
from app.models.audit import NO_TEXT, Audit, AuditHead
from app.services import audit
from benchmarks.measure import Result
from benchmarks.stage import A, Stage

ENTRIES, _AT_ONCE = 1_000_000, 50_000
_MOST_MILLISECONDS = 10_000
_COLUMNS = ("number", "at", "actor_id", "tag", "case_id", *NO_TEXT, "packed", "digest")


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
        model = session.execute(longest.order_by(func.length(Audit.packed).desc()).limit(1)).one()
    put = _insert if db.engine().dialect.name == "sqlite" else _copy
    number, last, at, packed = head.number, head.hash, model.at, pack(model.payload)
    while number < entries:
        rows = []
        for _ in range(min(_AT_ONCE, entries - number)):
            number, at = number + 1, at + timedelta(milliseconds=1234)
            entry = Entry(number, audit.moment_text(at), model.actor_id, model.tag, model.case_id, model.payload)
            last = entry_hash(last, entry)
            own = bytes.fromhex(last)
            rows.append((number, at, model.actor_id, model.tag, model.case_id, *NO_TEXT.values(), packed, own))
        with db.transaction() as session:
            put(session, rows)
            session.execute(update(AuditHead).values(number=number, hash=last))


def _insert(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    places = ", ".join("?" * len(_COLUMNS))
    naive = ((number, str(at.replace(tzinfo=None)), *rest) for number, at, *rest in rows)
    driver.executemany(f"INSERT INTO audit ({', '.join(_COLUMNS)}) VALUES ({places})", naive)


def _copy(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY audit ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
