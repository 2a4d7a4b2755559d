"""What was measured, as a table for a terminal, as Markdown for README, and as a file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Result
from benchmarks.peer import HOW, PEER

RESULTS = Path(__file__).parent / "results" / "latest.json"


def machine() -> dict[str, Any]:
    """What the figures are measured on, and how busy it is with other things (1.0: one core's worth)."""
    packages = {name: version(name) for name in ("SpiffWorkflow", "SQLAlchemy", "Flask", "gunicorn")}
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **packages,
    }


def show(results: Sequence[Result], found_on: dict[str, Any]) -> None:
    """The table."""
    table = Table(title=" · ".join(f"{name} {value}" for name, value in found_on.items()))
    for heading in ("benchmark", "ms", "aim", "SQL", "aim", "commits", "", "the peer"):
        table.add_column(heading, justify="left" if heading in ("benchmark", "the peer") else "right")
    for result in results:
        table.add_row(
            result.name,
            f"{result.milliseconds:.2f}",
            f"{result.most_milliseconds:g}",
            str(result.statements or ""),
            str(result.most_statements or ""),
            str(result.commits or ""),
            "reached" if result.reached else "missed",
            PEER.get(key_of(result), ""),
        )
    Console(width=160).print(table)
    Console(width=160).print(HOW)


def write(results: Sequence[Result], found_on: dict[str, Any]) -> None:
    """Keep them; what an earlier run measured and this one did not stays, with the moment it was measured."""
    figures = [
        {"benchmark": key_of(result), **asdict(result), "reached": result.reached, "peer": PEER.get(key_of(result))}
        | {"at": found_on["at"], "load": found_on["load"]}
        for result in results
    ]
    measured = {figure["benchmark"] for figure in figures}
    kept = [figure for figure in _earlier() if figure.get("benchmark") not in measured]
    figures = sorted(kept + figures, key=lambda figure: int(figure["benchmark"][1:]))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({**found_on, "results": figures}, indent=2) + "\n")


def readme() -> str:
    """The table of README, from the results that were kept last."""
    found = json.loads(RESULTS.read_text())
    lines = ["| benchmark | measured | must reach | SQL | commits | the peer |", "|---|---|---|---|---|---|"]
    for figure in found["results"]:
        name, unit = _unit_of(figure["name"])
        mark = "" if figure["reached"] else " (missed)"
        most = f" (≤ {figure['most_statements']})" if figure["most_statements"] else ""
        value = f"{figure['milliseconds']:,.{0 if unit == ' bytes' else 2}f}{unit}"
        lines.append(
            f"| {name} | {value}{mark} | ≤ {figure['most_milliseconds']:g}{unit} | {figure['statements'] or ''}{most} "
            f"| {figure['commits'] or ''} | {figure['peer'] or ''} |"
        )
    loads = [figure["load"] for figure in found["results"]]
    told = (
        f"Measured until {found['at']} on {found['machine']}, {found['cores']} cores, Python {found['python']}; "
        f"load when a benchmark began: {min(loads)} to {max(loads)}. Times are medians of processor time per request, "
        f"except where «elapsed» stands. {HOW}"
    )
    return "\n".join([*lines, "", told])


def _unit_of(name: str) -> tuple[str, str]:
    """A name without its unit, and the unit: milliseconds, where the name does not say another one."""
    for told, unit in (("(ratio)", ""), ("(bytes)", " bytes")):
        if told in name:
            return " ".join(name.replace(told, "").split()), unit
    return name, " ms"


def key_of(result: Result) -> str:
    """B1, B2 …: the first word of its name."""
    return result.name.split()[0]


def _earlier() -> list[dict[str, Any]]:
    if not RESULTS.exists():
        return []
    earlier: list[dict[str, Any]] = json.loads(RESULTS.read_text()).get("results", [])
    return [figure for figure in earlier if "benchmark" in figure]
