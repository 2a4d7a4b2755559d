"""How a Core statement is made ready for one database: its text, and the places of its values.

SQLAlchemy writes the text and its types convert the values, as they would at each execution. Text is made once for all
statements that differ in values only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Dialect, Select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.cache_key import CacheKey
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import cloned_traverse

from app.prepared_values import Convert, Statement, inward, outward

Values = Mapping[str, Any]
_NUMBERED = re.compile(r"\$(\d+)")


@dataclass(frozen=True)
class Ready:
    """A statement for one database. `pattern` has the values that never change; the others are named by `places`."""

    text: str
    pattern: tuple[Any, ...]
    places: tuple[tuple[int, str, Convert | None], ...]
    row: Callable[[Iterable[Any]], Any]
    out: tuple[tuple[int, Convert], ...]

    def values(self, given: Values) -> list[Any]:
        """The values in the order of the text. KeyError: one is missing."""
        found = list(self.pattern)
        for at, name, convert in self.places:
            found[at] = given[name] if convert is None else convert(given[name])
        return found

    def rows(self, found: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Rows of the driver as the code knows them: named tuples, a name for each column."""
        if not self.out:
            return [self.row(row) for row in found]
        return [self.row(self._converted(row)) for row in found]

    def _converted(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for at, convert in self.out:
            values[at] = convert(values[at])
        return values


@dataclass(frozen=True)
class _Shape:
    """What statements that differ in values only have in common: all but those values."""

    compiled: SQLCompiler
    names: tuple[str, ...]
    converts: tuple[Convert | None, ...]
    row: Callable[[Iterable[Any]], Any]
    out: tuple[tuple[int, Convert], ...]


# By database, columns filled and SQLAlchemy's own key of a statement: the page of another person, or another word
# sought, is a statement whose text is known.
_shapes: dict[tuple[object, ...], _Shape] = {}
_MOST_SHAPES = 2_000


def make_ready(statement: Statement, columns: tuple[str, ...] | None, dialect: Dialect) -> Ready:
    """The statement for the database of `dialect`. `columns`: those an insert fills, all it has a row's value for."""
    key = statement._generate_cache_key()
    shape = None if key is None else _shapes.get((dialect.name, columns, key.key))
    if shape is None:
        shape = _shape_of(statement, columns, dialect, key)
        if shape.compiled.cache_key is not None and key is not None:
            if len(_shapes) >= _MOST_SHAPES:
                _shapes.clear()
            _shapes[dialect.name, columns, key.key] = shape
    fixed = _fixed(shape.compiled, key)
    pattern, places = [], []
    for at, (name, convert) in enumerate(zip(shape.names, shape.converts, strict=True)):
        value = fixed.get(name)
        pattern.append(value if convert is None or value is None else convert(value))
        if value is None:
            places.append((at, name, convert))
    return Ready(shape.compiled.string, tuple(pattern), tuple(places), shape.row, shape.out)


def _shape_of(statement: Statement, columns: tuple[str, ...] | None, dialect: Dialect, key: CacheKey | None) -> _Shape:
    on_server = dialect.name == "postgresql"
    writes, into = _for_server(getattr(dialect, "_json_serializer", None)) if on_server else (dialect, dialect)
    filled = None if columns is None else list(columns)
    compiled: SQLCompiler = statement.compile(dialect=writes, column_keys=filled, cache_key=key)
    if compiled.post_compile_params:  # a list, written out for as many values as it has: no other's text
        written_out = {"render_postcompile": True}
        compiled = _lenient(statement).compile(dialect=writes, column_keys=filled, compile_kwargs=written_out)
    names = tuple(compiled.positiontup or ())
    kinds = [compiled.binds[name].type if name in compiled.binds else None for name in names]
    return _Shape(compiled, names, tuple(inward(kind, into, on_server) for kind in kinds), *outward(statement, dialect))


def _fixed(compiled: SQLCompiler, key: CacheKey | None) -> dict[str, Any]:
    """The values a statement has itself; `key` has them where the text is another statement's."""
    nothing = {bound.key: None for bound in compiled.binds.values() if bound.required}
    own = key.bindparams if key is not None and compiled.cache_key is not None else None
    return {name: value for name, value in compiled.construct_params(nothing, own).items() if value is not None}


def _lenient(statement: Statement) -> Statement:
    """The same statement; lists in it (`IN`) can be written out before the other values are known."""
    if not isinstance(statement, Select | CompoundSelect):
        return statement

    def ask_for_nothing(bound: BindParameter[Any]) -> None:
        bound.required = False

    return cloned_traverse(statement, {}, {"bindparam": ask_for_nothing})


@cache
def _for_server(serializer: Any) -> tuple[Dialect, Dialect]:
    """What writes texts in which values are numbered, and what converts values as far as text, with the JSON of the
    engine."""
    numbering: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]  # untyped
    converting: Dialect = PGDialect(json_serializer=serializer)  # type: ignore[no-untyped-call]  # untyped
    return numbering, converting


@lru_cache(maxsize=2000)
def in_one(parts: tuple[tuple[str, int, int], ...]) -> str:
    """Writes to a PostgreSQL as one statement, given as text, values a row, and rows. Its values: those of all rows."""
    texts: list[str] = []
    used = 0
    for text, width, rows in parts:
        head, values, cells = text.partition(" VALUES ")
        numbered = [_numbered(cells if values else text, used + width * row) for row in range(rows)]
        texts += [f"{head} VALUES {', '.join(numbered)}"] if values else numbered
        used += width * rows
    *before, last = texts
    steps = ", ".join(f"step_{number} AS ({text})" for number, text in enumerate(before))
    return f"WITH {steps} {last}" if before else last


def _numbered(text: str, used: int) -> str:
    """A text whose values are counted from after those already `used`."""
    return _NUMBERED.sub(lambda found: f"${int(found[1]) + used}", text) if used else text
