"""What makes values fit a driver, and what it finds fit the code: SQLAlchemy's own types, asked once for each place.

For PostgreSQL every value but bytes becomes text, and the statement says of which type it is (`$1::BIGINT`): the driver
keeps a prepared statement for each combination of types it is given, and None, small numbers and large ones are three
of them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Dialect, Select
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

Statement = Select[Any] | CompoundSelect[Any] | UpdateBase
Convert = Callable[[Any], Any]


def inward(kind: TypeEngine[Any] | None, dialect: Dialect, as_text: bool) -> Convert | None:
    """What a value of this kind goes through on its way to the driver."""
    convert = None if kind is None else kind.dialect_impl(dialect).bind_processor(dialect)
    if not as_text:
        return convert
    return _text if convert is None else lambda value: _text(convert(value))


def _text(value: Any) -> str | bytes | None:
    """A value as PostgreSQL reads it. TypeError: of a kind nobody has yet seen to."""
    if value is None or isinstance(value, str | bytes):
        return value
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    raise TypeError(f"no text for a {type(value).__name__}")


def outward(
    statement: Statement, dialect: Dialect
) -> tuple[Callable[[Iterable[Any]], Any], tuple[tuple[int, Convert], ...]]:
    """What makes a row of what the driver finds, and what each of its values goes through."""
    if not isinstance(statement, Select | CompoundSelect):
        return tuple, ()
    columns = list(statement.selected_columns)
    row = namedtuple("Row", [column.key or "_" for column in columns], rename=True)  # type: ignore[misc]  # its columns are known only here
    out = []
    for at, column in enumerate(columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            out.append((at, convert))
    return row._make, tuple(out)
