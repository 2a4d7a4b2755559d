"""`flask clock …`: the simulated clock of the demo and of tests."""

from __future__ import annotations

from datetime import datetime

import click

from app.cli.refusals import refusals_told
from app.domain.access import SYSTEM
from app.models.clock import BRUSSELS
from app.services import clock as clocks


@click.group()
def clock() -> None:
    """What time it is; in the demo and in tests, another time."""


@clock.command()
@refusals_told
def show() -> None:
    """Print the moment, in Brussels time."""
    click.echo(clocks.show().now.astimezone(BRUSSELS).isoformat(timespec="seconds"))


@clock.command("set")
@click.argument("moment")
@refusals_told
def set_(moment: str) -> None:
    """Set the clock to an ISO 8601 moment; forward fires what falls due on the way, each at its own moment."""
    try:
        wanted = datetime.fromisoformat(moment)
    except ValueError:
        raise click.UsageError(
            f"{moment!r} is no ISO 8601 moment; write for example 2027-03-01 or 2027-03-01T09:00."
        ) from None
    clocks.set_to(SYSTEM, wanted if wanted.tzinfo else wanted.replace(tzinfo=BRUSSELS))
    _travel()


@clock.command()
@click.argument("duration")
@refusals_told
def advance(duration: str) -> None:
    """Move the clock forward by an ISO 8601 duration, firing what falls due on the way."""
    clocks.advance(SYSTEM, duration)
    _travel()


@clock.command()
@refusals_told
def real() -> None:
    """Go back to real time."""
    clocks.real(SYSTEM)
    click.echo(clocks.show().now.astimezone(BRUSSELS).isoformat(timespec="seconds"))


def _travel() -> None:
    from rich.progress import Progress  # here: a server that starts loads these commands too

    begin = clocks.show()
    with Progress(transient=True) as progress:
        bar = progress.add_task("Moving the clock", total=1.0)

        def moved(moment: datetime, target: datetime) -> None:
            span = (target - begin.now).total_seconds() or 1.0
            progress.update(bar, completed=(moment - begin.now).total_seconds() / span)

        clocks.run(progress=moved)
    click.echo(clocks.show().now.astimezone(BRUSSELS).isoformat(timespec="seconds"))
