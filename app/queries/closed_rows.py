"""Steps and answers of a case that closed long ago: its rows are packed in one (services/closed_rows.py).

`packed` is zlib over JSON: for each table the values of all rows, column by column. Whoever asks gets rows of the
models again, of no session: to read, not to change.
"""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Moment
from app.models.case import Step
from app.models.closed_rows import ClosedRows
from app.models.partly_sealed import unseal_parts
from app.models.task import Answers

Row = TypeVar("Row", Step, Answers)


def steps_of(session: Session, case_id: int) -> list[Step]:
    """The packed steps of a case, in the order it came by them; none where nothing is packed."""
    return _of(session, case_id, Step)


def answers_of(session: Session, case_id: int) -> list[Answers]:
    """The packed answers of a case, oldest first; none where nothing is packed."""
    return _of(session, case_id, Answers)


def unpack(packed: bytes, model: type[Row]) -> list[Row]:
    """The rows of one table, in the order they were packed."""
    columns = opened(packed)[model.__tablename__]
    kinds = {column.name: column.type for column in model.__table__.columns}
    values = [
        [value and datetime.fromisoformat(value) for value in kept] if isinstance(kinds[name], Moment) else kept
        for name, kept in columns.items()
    ]
    return [model(**dict(zip(columns, row, strict=True))) for row in zip(*values, strict=True)]


def opened(packed: bytes) -> dict[str, dict[str, list[Any]]]:
    """What was packed: by table and column the values of all rows, moments as text."""
    content: dict[str, dict[str, list[Any]]] = unseal_parts(json.loads(zlib.decompress(packed)))
    return content


def _of(session: Session, case_id: int, model: type[Row]) -> list[Row]:
    packed = session.scalar(select(ClosedRows.packed).where(ClosedRows.case_id == case_id))
    return unpack(packed, model) if packed else []
