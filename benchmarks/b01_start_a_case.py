"""B1: start a case, to its first open task, through the API."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure import Result, measured
from benchmarks.stage import Stage


def run(stage: Stage) -> list[Result]:
    """Start many cases."""

    def ready() -> Callable[[], object]:
        return stage.prepared("POST", "/cases", {"process": "simple"})

    return [measured("B1 start a case (API)", ready, most_milliseconds=3, most_statements=12)]
