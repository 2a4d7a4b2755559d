"""`flask workflows sync` and `export`: the folders of the tree and the published versions."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.refusals import refusals_told
from app.domain.access import SYSTEM
from app.engine import BundleError
from app.sandbox import gate
from app.services import publishing, scenario_files

ROOT = Path(__file__).resolve().parents[2]


@click.command()
@refusals_told
def sync() -> None:
    """Publish the bundles in workflows/ whose content is new, and keep the scenarios beside them. Scenarios of a next
    version that go otherwise are named: an editor renews them or takes them out."""
    try:
        published = publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
        kept = scenario_files.sync(SYSTEM, ROOT / "workflows")
    except BundleError as error:
        raise click.ClickException(str(error)) from None
    for version in published:
        click.echo(f"{version.process}: version {version.number}")
    for process, name in kept:
        click.echo(f"{process}: scenario {name}")
    for sentence in gate.otherwise_now({version.process for version in published if version.number > 1}):
        click.echo(str(sentence), err=True)
    if not published and not kept:
        click.echo("Nothing new to publish.")


@click.command()
@click.argument("process", metavar="KEY")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@refusals_told
def export(process: str, folder: Path) -> None:
    """Write the version in force back as files under DIR."""
    for path in publishing.export(process, folder):
        click.echo(str(path))
