"""What earlier releases kept readable and is kept sealed now: the national numbers among answers (domain.md §8).

Done once after an upgrade, when no process of an earlier release is left, for those cannot read what is sealed
(docs/operations.md). Batch after batch in the order of identifiers: broken off, it is simply begun again, and what is
sealed stays so. Digests in the trail are of the values themselves: they stay right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.forms import CompiledForm
from app.models.closed_rows import ClosedRows
from app.models.task import Answers
from app.queries.closed_rows import opened
from app.services.closed_rows import pack
from app.services.definitions import form_at, readable

_BATCH = 200
_WHERE = ("definition_id", "process", "element")


def seal_answers() -> Iterator[int]:
    """Seal what is not sealed yet. Gives after each batch, which is kept by then, of how many answers that was so."""
    forms = _Forms()
    for seal in (_seal_batch, _seal_packed_batch):  # what is packed meanwhile is looked at there
        after: int | None = 0
        while after is not None:
            with db.transaction() as session:
                after, sealed = seal(session, forms, after)
            yield sealed


class _Forms:
    """The forms behind answers; each version that this release cannot read is said once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str], CompiledForm | None] = {}

    def guard(self, session: Session, where: tuple[int, str, str], values: dict[str, Any]) -> bool:
        """Mark in the answers what their form asks in confidence; returns whether anything was not marked yet."""
        if where not in self._known:
            self._known[where] = _form(session, *where)
        form = self._known[where]
        return form is not None and form.guard(values) > 0


def _form(session: Session, definition_id: int, process: str, element: str) -> CompiledForm | None:
    definition = readable(session, definition_id)
    try:
        return form_at(definition, process, element) if definition is not None else None
    except KeyError:  # given without a form, by a program
        return None


def _seal_batch(session: Session, forms: _Forms, after: int) -> tuple[int | None, int]:
    rows = session.scalars(select(Answers).where(Answers.id > after).order_by(Answers.id).limit(_BATCH)).all()
    sealed = 0
    for row in rows:
        if forms.guard(session, (row.definition_id, row.process, row.element), row.values):
            session.execute(update(Answers).where(Answers.id == row.id).values(values=row.values))
            sealed += 1
    return (rows[-1].id if rows else None), sealed


def _seal_packed_batch(session: Session, forms: _Forms, after: int) -> tuple[int | None, int]:
    query = select(ClosedRows).where(ClosedRows.case_id > after).order_by(ClosedRows.case_id).limit(_BATCH)
    rows = session.scalars(query).all()
    sealed = 0
    for row in rows:
        content = opened(row.packed)
        answers = content[Answers.__tablename__]
        places = zip(*(answers[name] for name in _WHERE), strict=True)
        found = sum(forms.guard(session, *each) for each in zip(places, answers["values"], strict=True))
        if found:
            row.packed = pack(content)
            sealed += found
    return (rows[-1].case_id if rows else None), sealed
