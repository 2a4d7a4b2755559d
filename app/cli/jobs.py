"""`flask jobs …`: background work, for operators."""

from __future__ import annotations

import click

from app import db
from app.cli.refusals import refusals_told
from app.domain.access import SYSTEM
from app.domain.jobs import JobState, name_of
from app.queries import jobs as queries
from app.services import jobs as services

_STATES = click.Choice([state.value for state in JobState])


@click.group()
def jobs() -> None:
    """Background work."""


@jobs.command("list")
@click.option("--state", type=_STATES, help="Only the jobs in this state.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, help="How many, the newest first.")
@refusals_told
def list_jobs(state: str | None, limit: int) -> None:
    """Show the newest jobs: state, progress, for whom, since when, last error."""
    from rich.console import Console  # here: a server that starts loads these commands too
    from rich.table import Table

    with db.reading() as session:
        page = queries.page(session, SYSTEM, JobState(state) if state else None, None, limit)
        counts = queries.counts(session)
    table = Table("id", "job", "state", "progress", "for", "since (UTC)", "last error", box=None)
    for row in page.items:
        progress = f"{row.done}/{row.total}" if row.total is not None else ""
        since = f"{row.requested_at:%Y-%m-%d %H:%M}"
        table.add_row(
            str(row.id), str(name_of(row.kind)), row.state, progress, row.requested_by or "Traject", since,
            row.last_error or "",
        )  # fmt: skip
    Console(width=None).print(table)
    click.echo(", ".join(f"{state.value} {count}" for state, count in counts.items()))


@jobs.command()
@click.argument("job_id", type=int)
@refusals_told
def stop(job_id: int) -> None:
    """Stop a job; what is done stays done."""
    services.stop(SYSTEM, job_id)
    click.echo("The job is stopped.")


@jobs.command()
@click.argument("job_id", type=int)
@refusals_told
def resume(job_id: int) -> None:
    """Let a stopped or failed job go on where it was."""
    services.resume(SYSTEM, job_id)
    click.echo("The job goes on.")
