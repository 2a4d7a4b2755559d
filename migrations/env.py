"""Alembic's environment: migrations run on the database Traject is connected to, one transaction each."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Engine

from app import models, queue
from app.models.base import Base, Moment, Sealed
from app.models.task import TEXT_INDEX

assert models  # imported so that every table is known


def rendered(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """How our own column types stand in a migration: as what the database has, so that a migration never changes."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.Text()"
    return False


def is_ours(_item: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Whether a table or index is for autogenerate: neither the queue's, which renews its own, nor the search index."""
    if reflected and name is not None and name.startswith(TEXT_INDEX):
        return False
    return not (kind == "table" and reflected and name in queue.TABLES)


def run() -> None:
    """Run the migrations online; Traject never writes SQL scripts."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=rendered,
            include_object=is_ours,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
