"""`flask workflows …`: bundles on disk, checked without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from app.engine import Problem
from app.services.checking import check_path


@click.group("workflows")
def workflows() -> None:
    """Diagrams, decision tables and forms on disk."""


@workflows.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(paths: Sequence[Path], as_json: bool) -> None:
    """Check .bpmn and .dmn files, bundle folders, or everything under a folder.

    Exit 0: nothing stands in the way of publishing (warnings may be shown). Exit 1: problems. Exit 2: no such path.
    """
    problems = [problem for path in paths for problem in check_path(path)]
    if as_json:
        click.echo(_printable(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=2)))
    else:
        _print(problems)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _print(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(_printable(f"{'fout' if problem.severity == 'error' else 'let op'}  {problem}"))
    errors = sum(1 for problem in problems if problem.severity == "error")
    click.echo(f"{errors} fouten, {len(problems) - errors} waarschuwingen.")


def _printable(text: str) -> str:
    """What this terminal can show: file names may hold bytes that are no text."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
