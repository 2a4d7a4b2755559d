"""`flask db …`: the schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import db as database
from app import queue
from app.services import sealing

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@click.group()
def db() -> None:
    """The database and its schema."""


@db.command()
def upgrade() -> None:
    """Bring any earlier database to the newest schema."""
    upgrade_schema()
    click.echo("The database has the newest schema.")


@db.command()
def seal() -> None:
    """Seal the national numbers that earlier releases kept readable; when no process of those runs any more."""
    total = 0
    for sealed in sealing.seal_answers():
        if sealed:
            total += sealed
            click.echo(f"{total} answers sealed …")
    click.echo(f"National numbers among answers are sealed; {total} were not yet.")


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from the difference between models and database."""
    from alembic import command  # here: a server that starts loads these commands too

    command.revision(alembic_config(), message, autogenerate=True)


def alembic_config() -> Config:
    """Alembic's configuration for the database Traject is connected to."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.engine()
    return config


def upgrade_schema() -> None:
    """Run every migration the connected database has not had yet. The queue renews its own tables."""
    from alembic import command

    command.upgrade(alembic_config(), "head")
    queue.prepare()
