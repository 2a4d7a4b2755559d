"""Alembic's environment: migrations run on the database Traject is connected to, one transaction each."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Engine

from app import models
from app.models.base import Base

assert models  # imported so that every table is known


def run() -> None:
    """Run the migrations online; Traject never writes SQL scripts."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
