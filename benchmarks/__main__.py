"""``python -m benchmarks [B1 B3 …]``: runs all benchmarks or the named ones, prints a table, writes the results."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    b01_start_a_case,
    b02_complete_a_task,
    b03_open_a_task_page,
    b04_the_same_task_again,
    b06_size_of_a_case,
    b07_due_timers,
    b09_dry_run,
    b10_check_and_start,
)
from benchmarks.measure import Result
from benchmarks.stage import stage

BENCHMARKS = {
    "B1": b01_start_a_case,
    "B2": b02_complete_a_task,
    "B3": b03_open_a_task_page,
    "B4": b04_the_same_task_again,
    "B6": b06_size_of_a_case,
    "B7": b07_due_timers,
    "B9": b09_dry_run,
    "B10": b10_check_and_start,
}
RESULTS = Path(__file__).parent / "results" / "latest.json"


def main(chosen: list[str]) -> int:
    """Run the benchmarks; a missed aim is in the table and no error. The exit status is 2 when a name is unknown."""
    unknown = sorted(set(chosen) - set(BENCHMARKS))
    if unknown:
        print(f"{unknown[0]} is not a benchmark; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in chosen or BENCHMARKS:
        with stage() as ready:
            results += BENCHMARKS[name].run(ready)
    _show(results)
    _write(results)
    return 0


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    packages = {name: version(name) for name in ("SpiffWorkflow", "SQLAlchemy", "Flask")}
    return {"machine": platform.platform(), "python": platform.python_version(), **packages}


def _show(results: Iterable[Result]) -> None:
    table = Table(title=" · ".join(f"{name} {value}" for name, value in machine().items()))
    for heading in ("benchmark", "ms", "aim", "SQL", "aim", "commits", ""):
        table.add_column(heading, justify="left" if heading == "benchmark" else "right")
    for result in results:
        table.add_row(
            result.name,
            f"{result.milliseconds:.2f}",
            f"{result.most_milliseconds:g}",
            str(result.statements),
            str(result.most_statements or ""),
            str(result.commits),
            "reached" if result.reached else "missed",
        )
    Console(width=120).print(table)


def _write(results: Iterable[Result]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    figures = [{**asdict(result), "reached": result.reached} for result in results]
    found = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **machine(), "results": figures}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
