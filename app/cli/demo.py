"""`flask demo load`: the demo data."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import click

from app.cli.refusals import refusals_told
from app.demo import load as demo_data


@click.group()
def demo() -> None:
    """Invented people and cases."""


@demo.command()
@refusals_told
def load() -> None:
    """Load the demo data, unless it is there: people of every role, cases in every phase of six years."""
    until = datetime.now(UTC)
    began = time.monotonic()
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )  # here: a server that starts loads these commands too

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[moment]}"), TimeElapsedColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("Loading the demo", total=1.0, moment="")

        def moved(moment: datetime) -> None:
            done = 1 - (until - moment) / timedelta(days=366 * 6)
            progress.update(bar, completed=max(0.0, done), moment=f"{moment:%B %Y}")

        loaded = demo_data.load(until, moved)
        progress.update(bar, completed=1.0, moment="")
    if not loaded.employees:
        click.echo("The demo data is there already.")
        return
    click.echo(
        f"Loaded {loaded.employees} employees; {loaded.completed} tasks done in {time.monotonic() - began:.0f} s."
    )
