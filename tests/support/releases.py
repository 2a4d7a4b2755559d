"""What a database of an earlier release held, in a form every product takes: lines of JSON, compressed.

``python -m tests.support.releases FILE`` makes a small demo with the code of this checkout, and writes down what it
holds (docs/operations.md says when). The first line is the schema's number; then, per table, its columns and a line
for each row.
"""

from __future__ import annotations

import json
import lzma
import sys
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy import Date as DateType
from sqlalchemy.engine import Connection
from sqlalchemy.schema import sort_tables

from app import db, queue
from app.cli.database import upgrade_schema
from app.demo import load as demo
from app.models.base import Base, configure_keys
from app.services import registries
from tests.conftest import SECRET_KEY

KEPT = Path(__file__).parents[1] / "migrations" / "releases"
#: When every kept database was left: a little later than the last thing that happened in it.
LEFT = datetime(2026, 11, 16, 12, tzinfo=UTC)
_SCHEMA = "alembic_version"
_EMPLOYEES = 8  # beside those of the showcase: it stays a small file
_AT_ONCE = 500
_SMALL = 9 | lzma.PRESET_EXTREME
#: An employee has an account and an account its employee; neither product takes both at once. This one comes after.
_LATER = ("user", "person_id")


def schema_of(file: Path) -> str:
    """The number of the schema the release had."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        return str(json.loads(next(lines))["schema"])


def load(file: Path, connection: Connection) -> None:
    """Put everything that was kept into the empty tables of that very schema."""
    tables = {table.name: table for table in _tables(connection)}
    product = connection.dialect.name
    later: list[tuple[Any, Any]] = []
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        next(lines)
        for name, rows in groupby(_rows(lines), key=lambda row: row[0]):
            table = tables[name]
            values = [{key: _taken(table.c[key], value, product) for key, value in row.items()} for _, row in rows]
            if name == _LATER[0]:
                later = [(row["id"], row[_LATER[1]]) for row in values if row[_LATER[1]] is not None]
                values = [row | {_LATER[1]: None} for row in values]
            connection.execute(delete(table))  # what triggers made of the rows before is among what was kept
            for first in range(0, len(values), _AT_ONCE):
                connection.execute(insert(table), values[first : first + _AT_ONCE])
    for row_id, value in later:
        table = tables[_LATER[0]]
        connection.execute(update(table).where(table.c.id == row_id).values({_LATER[1]: value}))


def counts(file: Path) -> dict[str, int]:
    """How many rows of each table were kept."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        next(lines)
        return dict(Counter(name for name, _ in _rows(lines)))


def make(url: str) -> None:
    """A small demo, with jobs that wait, in the empty database at `url`."""
    configure_keys(SECRET_KEY)
    db.configure(url, simulated_clock=True)
    upgrade_schema()
    registries.load()
    demo.EMPLOYEES = _EMPLOYEES
    demo.load(LEFT)
    queue.close()
    db.dispose()


def dump(url: str, file: Path) -> None:
    """Keep every row of our own tables at `url`; the queue and the index of words make theirs from them."""
    engine = create_engine(url)
    with engine.connect() as connection, lzma.open(file, "wt", encoding="utf-8", preset=_SMALL) as lines:
        schema = connection.exec_driver_sql(f"SELECT version_num FROM {_SCHEMA}").scalar_one()
        lines.write(json.dumps({"schema": schema}) + "\n")
        for table in _tables(connection):
            if table.name in Base.metadata.tables:
                lines.write(json.dumps({"table": table.name, "columns": table.c.keys()}) + "\n")
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                    lines.write(json.dumps([_kept(value) for value in row], ensure_ascii=False) + "\n")
    engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    """The tables there are, each after those its rows name."""
    found = MetaData()
    found.reflect(connection)

    def comes_later(key: ForeignKey) -> bool:
        return (key.parent.table.name, key.parent.name) == _LATER

    return sort_tables(list(found.tables.values()), skip_fn=comes_later)


def _rows(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    table: str = ""
    columns: list[str] = []
    for line in lines:
        content = json.loads(line)
        if isinstance(content, dict):
            table, columns = content["table"], content["columns"]
        else:
            yield table, dict(zip(columns, content, strict=True))


def _kept(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _taken(column: Column[Any], value: Any, product: str) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if product == "sqlite" else moment
    if isinstance(column.type, DateType):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(column.type, Numeric) else value


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        made = f"sqlite:///{folder}/release.db"
        make(made)
        dump(made, Path(sys.argv[1]))
