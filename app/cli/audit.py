"""`flask audit …`: the audit chain."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.domain.audit import Entry, first_break
from app.services import audit as trail


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option(
    "--export",
    "export",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An export (JSON lines) instead of the database.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(export: Path | None, as_json: bool) -> None:
    """Check the audit chain; exit status 1 and the first bad entry when it is broken."""
    verdict = verify_export(export) if export else trail.verify()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "intact": verdict.broken_at is None,
                    "entries": verdict.entries,
                    "last_hash": verdict.last_hash,
                    "broken_at": verdict.broken_at,
                    "reason": verdict.reason,
                }
            )
        )
    elif verdict.broken_at is None:
        click.echo(f"The audit chain is intact: {verdict.entries} entries.")
    else:
        click.echo(f"The audit chain is broken at entry {verdict.broken_at} ({verdict.reason}).")
    raise SystemExit(0 if verdict.broken_at is None else 1)


def verify_export(path: Path) -> trail.Verdict:
    """Verify an export: one JSON object a line, as `flask case export` and the audit export write them."""
    with path.open(encoding="utf-8") as lines:
        try:
            entries = [json.loads(line) for line in lines if line.strip()]
            rows = [
                (
                    Entry(e["number"], e["at"], e["actor"], e["tag"], e["case"], e["payload"]),
                    e["previous_hash"],
                    e["hash"],
                )
                for e in entries
            ]
        except (ValueError, KeyError, TypeError):
            raise click.UsageError(
                f"{path} is no export of an audit trail: each line must be one entry in JSON."
            ) from None
    count, last, broken = first_break(rows)
    return trail.Verdict(count, last, broken.number if broken else None, broken.kind if broken else None)
