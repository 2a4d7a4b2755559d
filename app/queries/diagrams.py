"""Which diagrams make up a version: its own, and those of the processes it calls, near or far."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.definition import Definition


def drawn(session: Session, definition_id: int) -> dict[str, int]:
    """The version of each process that a version runs on, by process key; itself first."""
    found: dict[str, int] = {}
    todo = [definition_id]
    while todo:
        asked = select(Definition.id, Definition.process, Definition.calls).where(Definition.id.in_(todo))
        rows = session.execute(asked.order_by(Definition.process)).all()
        found |= {row.process: row.id for row in rows}
        todo = [int(called) for row in rows for called in row.calls.values() if int(called) not in found.values()]
    return found
