"""Searching open tasks by the words of their subject: an index of parts of three letters, on either product.

A text search knows neither roles nor due dates. So it is asked first, and no further than `FEW`: when few tasks hold
the words, they are looked at one by one; when many do, the first page of the list itself meets them soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import (
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
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.task import Task
from app.prepared import Prepared

FEW = 2000
_LETTERS = 3  # shorter words are in no index; they only narrow what the others find
_index = table("task_text", column("rowid"), column("task_text"))


def the_few(session: Session, words: Sequence[str]) -> str | None:
    """The ids of the tasks that hold all these (folded) words, as `found_before` takes them; None when they are many,
    or the words too short to be sought."""
    question = _sought(tuple(words), session.get_bind().dialect.name, FEW)
    if question is None:
        return None
    number, ids = question.first(session.connection())
    return ids or "[]" if number < FEW else None


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
    return [Task.search_subject.contains(word, autoescape=True) for word in words]


@lru_cache(maxsize=1000)
def _sought(words: tuple[str, ...], product: str, _most: int) -> Prepared | None:
    found = _found(words, product)
    if found is None:
        return None
    ids = found.subquery()
    together = func.json_group_array(ids.c.id) if product == "sqlite" else cast(func.json_agg(ids.c.id), Text())
    return Prepared(select(func.count(), together))


def _found(words: tuple[str, ...], product: str) -> Select[tuple[int]] | None:
    long = [word for word in words if len(word) >= _LETTERS]
    return (_in_sqlite if product == "sqlite" else _in_postgresql)(long).limit(FEW) if long else None


def _in_sqlite(words: list[str]) -> Select[tuple[int]]:
    """FTS5 with its trigram tokenizer: a phrase in quotes is a part of the text."""
    wanted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    return select(_index.c.rowid.label("id")).where(_index.c.task_text.op("MATCH")(wanted))


def _in_postgresql(words: list[str]) -> Select[tuple[int]]:
    """The function `trigrams` of migration 0007, with a GIN index over open tasks."""
    parts = func.trigrams(Task.search_subject)
    with_parts = [parts.op("@>")(func.trigrams(word)) for word in words]
    return select(Task.id).where(Task.status == tasks.OPEN, *with_parts, *holding(words))
