"""B3: open the page of a task, HTML with its form."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure import Result, measured
from benchmarks.stage import Stage


def run(stage: Stage) -> list[Result]:
    """Open one page many times."""
    task = stage.start()

    def ready() -> Callable[[], object]:
        return stage.page(f"/tasks/{task['id']}")

    return [measured("B3 open a task page (HTML)", ready, most_milliseconds=6, most_statements=10)]
