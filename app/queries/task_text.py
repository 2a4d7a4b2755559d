"""Searching open tasks by the words of their subject: an index of parts of three letters, on either product.

A text search knows neither roles nor due dates. So it is asked first, and no further than `FEW`: when few tasks hold
the words, they are looked at one by one; when many do, the first page of the list itself meets them soon. That it will
shows in the first tasks of the order the list has: when many of those hold the words, nobody needs to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import (
    CTE,
    JSON,
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import task as tasks
from app.models.task import Task
from app.prepared import Prepared

FEW = 2000
# Of so many tasks that come first, so many hold words that a list meets soon.
FIRST, COMMON = 100, 20
_LETTERS = 3  # shorter words are in no index; they only narrow what the others find
_index = table("task_text", column("rowid"), column("task_text"))


def the_few(session: Session, words: Sequence[str], newest: bool = False) -> str | None:
    """The ids of the tasks that hold all these (folded) words, as `found_before` takes them. None: a list in due order,
    or with the newest first, meets them soon, or the words are too short to be sought."""
    question = _sought(tuple(words), session.get_bind().dialect.name, newest, FEW, COMMON)
    if question is None:
        return None
    number, ids, common = question.first(session.connection())
    return ids or "[]" if number < FEW and common < COMMON else None


def found_before(product: str) -> Subquery:
    """The ids (`id`) that `the_few` found, in a database of `product` (a dialect's name): the value of `few`. So the
    index is asked once, however many ranges a list has."""
    if product == "sqlite":
        return select(func.json_each(bindparam("few")).table_valued("value").c.value.label("id")).subquery("few")
    given = func.json_array_elements_text(cast(bindparam("few", type_=Text()), JSON)).table_valued("value")
    return select(cast(given.c.value, BigInteger).label("id")).subquery("few")


def holding_short(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a task holds those of the words that are in no index."""
    return holding([word for word in words if len(word) < _LETTERS])


def holding(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a task holds each of the words, wherever."""
    return _hold(Task.search_subject, words)


def _hold(subject: ColumnElement[str] | InstrumentedAttribute[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [subject.contains(word, autoescape=True) for word in words]


@lru_cache(maxsize=1000)
def _sought(words: tuple[str, ...], product: str, newest: bool, most: int, many: int) -> Prepared | None:
    long = [word for word in words if len(word) >= _LETTERS]
    if not long:
        return None
    common = select(_among_the_first(long, newest).c.number).scalar_subquery()
    found = (_in_sqlite if product == "sqlite" else _in_postgresql)(long)
    if product != "sqlite":  # SQLite stops at the most; PostgreSQL gathers whatever holds the words before it counts
        found = found.where(common < many)
    ids = found.limit(most).subquery()
    together = func.json_group_array(ids.c.id) if product == "sqlite" else cast(func.json_agg(ids.c.id), Text())
    return Prepared(select(func.count(), together, common))


def _among_the_first(words: Sequence[str], newest: bool) -> CTE:
    """How many of the tasks that come first hold the words (`number`): a stretch of an index."""
    order = (Task.created_at.desc(), Task.id.desc()) if newest else (Task.sort_at, Task.id)
    first = select(Task.search_subject).where(Task.status == tasks.OPEN).order_by(*order).limit(FIRST).subquery()
    return select(func.count().label("number")).where(*_hold(first.c.search_subject, words)).cte("common")


def _in_sqlite(words: list[str]) -> Select[tuple[int]]:
    """FTS5 with its trigram tokenizer: a phrase in quotes is a part of the text."""
    wanted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    return select(_index.c.rowid.label("id")).where(_index.c.task_text.op("MATCH")(wanted))


def _in_postgresql(words: list[str]) -> Select[tuple[int]]:
    """The function `trigrams` of migration 0007, with a GIN index over open tasks."""
    parts = func.trigrams(Task.search_subject)
    with_parts = [parts.op("@>")(func.trigrams(word)) for word in words]
    return select(Task.id).where(Task.status == tasks.OPEN, *with_parts, *holding(words))
