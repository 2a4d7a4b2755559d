"""Searching open tasks by the words of their subject: an index of parts of three letters, on either product.

A text search knows neither roles nor due dates. So it is asked first, and no further than `FEW`: when few tasks hold
the words, they are looked at one by one; when many do, the first page of the list itself meets them soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, Subquery, column, func, select, table
from sqlalchemy.orm import Session

from app.models import task as tasks
from app.models.task import Task

FEW = 2000
_LETTERS = 3  # shorter words are in no index; they only narrow what the others find
_index = table("task_text", column("rowid"), column("task_text"))


def are_few(session: Session, words: Sequence[str]) -> bool:
    """Whether few tasks hold all these (folded) words; not when the words are too short to be sought."""
    question = _how_many(tuple(words), session.get_bind().dialect.name, FEW)
    if question is None:
        return False
    number: int = session.connection().scalar(question) or 0
    return number < FEW


def the_few(words: Sequence[str], product: str) -> Subquery:
    """The ids (`id`) of the tasks `are_few` found in a database of `product`, a dialect's name. What they hold need not
    be said again: PostgreSQL would take that for so rare that it reads all tasks for it."""
    found = _found(tuple(words), product)
    assert found is not None  # are_few says no to words that are in no index
    return found.subquery("few")


def holding_short(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a task holds those of the words that are in no index."""
    return holding([word for word in words if len(word) < _LETTERS])


def holding(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a task holds each of the words, wherever."""
    return [Task.search_subject.contains(word, autoescape=True) for word in words]


@lru_cache(maxsize=1000)
def _how_many(words: tuple[str, ...], product: str, _most: int) -> Select[tuple[int]] | None:
    found = _found(words, product)
    return None if found is None else select(func.count()).select_from(found.subquery())


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
