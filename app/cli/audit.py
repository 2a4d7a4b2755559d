"""`flask audit …`: the audit chain."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.domain.audit_chain import Entry, first_break
from app.services import audit as trail

_KEYS = ("number", "at", "actor", "tag", "case", "payload")


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
@click.option("--checkpoint", metavar="NUMBER:HASH", help="What an earlier run said; kept outside the database.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(export: Path | None, checkpoint: str | None, as_json: bool) -> None:
    """Check the audit chain; exit status 1 and the first bad entry when it is broken."""
    if export and checkpoint:
        raise click.UsageError("A checkpoint is of the database, not of an export.")
    kept = read_checkpoint(checkpoint) if checkpoint else None
    verdict = verify_export(export) if export else trail.verify(kept)
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
        if not export:
            click.echo(f"Checkpoint, to keep elsewhere: {verdict.entries}:{verdict.last_hash}")
    else:
        click.echo(f"The audit chain is broken at entry {verdict.broken_at} ({verdict.reason}).")
    raise SystemExit(0 if verdict.broken_at is None else 1)


def read_checkpoint(text: str) -> tuple[int, str]:
    """The number and the hash of a checkpoint."""
    number, _, kept = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and len(kept) == 64):
        raise click.UsageError(f"{text} is no checkpoint: it looks like 42:0f3a…, as an earlier run printed it.")
    return int(number), kept


def verify_export(path: Path) -> trail.Verdict:
    """Verify an export: JSON lines, a header that says how many entries follow and how the last one hashes."""
    try:
        header, *entries = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        wanted, end, case_only = header["entries"], header["last_hash"], header["case"] is not None
        rows = [(Entry(*(e[key] for key in _KEYS)), e["previous_hash"], e["hash"]) for e in entries]
        count, last, broken = first_break(rows, gaps=case_only)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.UsageError(
            f"{path} is no export of an audit trail: a header, then one entry in JSON on each line."
        ) from None
    if broken is None and (count != wanted or last != end):
        return trail.Verdict(count, last, count + 1, "end")
    return trail.Verdict(count, last, broken.number if broken else None, broken.kind if broken else None)
