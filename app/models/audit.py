"""The audit trail: append-only, each entry chained to the one before (architecture.md §4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, Index, Integer, LargeBinary, String, Text, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, column_property, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from app.domain.packing import pack, unpack
from app.models.base import Base, Id, Moment

_HASH_BYTES = 32
#: What stands in the columns of text where an entry is packed: to an older release an entry without details.
NO_TEXT = {"payload": "{}", "previous_hash": "", "hash": ""}


class Packed(TypeDecorator[str]):
    """A payload: text for the code, packed in the table (domain/packing.py)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To the database: packed."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """From the database: the text."""
        return None if value is None else unpack(value)


class Hash(TypeDecorator[str]):
    """A SHA-256: 64 hex digits for the code, 32 bytes in the table (or, in entries from before, the digits)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To the database: bytes."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """From the database: hex digits."""
        if value is None:
            return None
        return value.hex() if len(value) == _HASH_BYTES else value.decode()


class _Either(FunctionElement[bytes]):
    """The first column, or where it is empty the bytes of the text in the second."""

    name = "either"
    inherit_cache = True


@compiles(_Either)
def _on_sqlite(element: _Either, compiler: SQLCompiler, **kw: Any) -> str:
    packed, text = (compiler.process(column, **kw) for column in element.clauses)
    return f"coalesce({packed}, CAST({text} AS BLOB))"


@compiles(_Either, "postgresql")
def _on_postgresql(element: _Either, compiler: SQLCompiler, **kw: Any) -> str:
    packed, text = (compiler.process(column, **kw) for column in element.clauses)
    return f"coalesce({packed}, convert_to({text}, 'UTF8'))"


class Audit(Base):
    """One thing that happened. `number` counts without gaps; `hash` covers the entry and the hash of the one before it.

    `payload` is canonical JSON, exactly the bytes that were hashed. Entries from before migration 0011, or written
    since by an older release, have it and the hashes in columns of text; both are read, only the packed ones written.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_case", "case_id", "number"),)

    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(Id)
    tag: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(Id)
    text_payload: Mapped[str] = mapped_column("payload", Text)
    previous_hash: Mapped[str] = mapped_column(String(64))  # empty: the hash of the entry before it
    text_hash: Mapped[str] = mapped_column("hash", String(64))
    packed: Mapped[str | None] = mapped_column(Packed)
    digest: Mapped[str | None] = mapped_column(Hash)

    payload: Mapped[str] = column_property(type_coerce(_Either(packed, text_payload), Packed))
    hash: Mapped[str] = column_property(type_coerce(_Either(digest, text_hash), Hash))


class AuditHead(Base):
    """The end of the chain: one row, locked while entries are added, so that numbers and hashes never fork."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Id)
    hash: Mapped[str] = mapped_column(String(64))
