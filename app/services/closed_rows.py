"""A month after a case closed its steps and answers are packed: hundreds of rows become one, a sixth as big.

Its state goes: nothing stands in it any more but what the case knew, which its row has too (`variables`). The rest is
listed and searched by nothing then; the page of the case and its evidence show it as before (queries/closed_rows.py).
What is found by more than its case stays as it is: tasks, documents, notices, the trail.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, select, update
from sqlalchemy.orm import Session

from app import db
from app.models.case import Case, Step
from app.models.clock import now
from app.models.closed_rows import ClosedRows
from app.models.partly_sealed import seal_parts
from app.models.task import Answers

RESTS = timedelta(days=30)
#: Whoever calls has other things to do: a worker gives signs of life between two rounds.
_A_ROUND = 500
_step, _answers = Step.__table__, Answers.__table__
assert isinstance(_step, Table) and isinstance(_answers, Table)
_ORDER: Sequence[tuple[Table, ColumnElement[Any]]] = ((_step, _step.c.position), (_answers, _answers.c.id))
#: A step's identifier, half of what it would take packed, is what nothing refers to. That of answers is in the trail.
_LEFT_OUT = frozenset({_step.c.id})


def pack_closed(most: int = _A_ROUND) -> int:
    """Pack cases that closed long enough ago, the longest first, each in a transaction. Returns how many."""
    with db.reading() as session:
        ripe = session.scalars(
            select(Case.id)
            .where(Case.ended_at < now(session) - RESTS, ~exists().where(ClosedRows.case_id == Case.id))
            .order_by(Case.ended_at, Case.id)
            .limit(most)
        ).all()
    return sum(_pack(case_id) for case_id in ripe)


def _pack(case_id: int) -> bool:
    with db.transaction() as session:
        locked = session.scalar(select(Case.id).where(Case.id == case_id).with_for_update(skip_locked=True))
        if locked is None or session.get(ClosedRows, case_id) is not None:  # another worker's
            return False
        content = {table.name: _columns(session, table, order, case_id) for table, order in _ORDER}
        session.add(ClosedRows(case_id=case_id, packed=pack(content), packed_at=now(session)))
        for table, _order in _ORDER:
            session.execute(delete(table).where(table.c.case_id == case_id))
        session.execute(update(Case).where(Case.id == case_id).values(state=b""))
        return True


def pack(content: Mapping[str, Mapping[str, Sequence[Any]]]) -> bytes:
    """The values of all rows, by table and column, as one; what is confidential in them sealed."""
    text = json.dumps(seal_parts(content), default=datetime.isoformat, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 9)


def _columns(session: Session, table: Table, order: ColumnElement[Any], case_id: int) -> dict[str, list[Any]]:
    kept = [column for column in table.columns if column not in _LEFT_OUT]
    rows = session.execute(select(*kept).where(table.c.case_id == case_id).order_by(order)).all()
    return {column.name: [row[at] for row in rows] for at, column in enumerate(kept)}
