"""B1: start a case, to its first open task, through the API."""

from __future__ import annotations

from benchmarks.measure import Result, measured
from benchmarks.stage import Stage


def run(stage: Stage) -> list[Result]:
    """Start many cases."""
    return [measured("B1 start a case (API)", lambda: stage.start, most_milliseconds=3, most_statements=12)]
