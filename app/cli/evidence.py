"""`flask case …`: one case as evidence."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.refusals import refusals_told
from app.domain.access import SYSTEM
from app.services import evidence


@click.group()
def case() -> None:
    """One case."""


@case.command()
@click.argument("case_id", type=int)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@refusals_told
def export(case_id: int, folder: Path) -> None:
    """Write the evidence bundle of a case to DIR."""
    for path in evidence.export_case(SYSTEM, case_id, folder):
        click.echo(str(path))
