"""B3: open the page of a task, HTML with its form."""

from __future__ import annotations

from benchmarks.measure import Result, measured
from benchmarks.stage import Stage


def run(stage: Stage) -> list[Result]:
    """Open one page many times."""
    task = stage.start()

    def open_page() -> None:
        answer = stage.pages.get(f"/tasks/{task['id']}")
        if answer.status_code != 200:
            raise RuntimeError(f"task page: {answer.status_code}")

    return [measured("B3 open a task page (HTML)", lambda: open_page, most_milliseconds=6, most_statements=10)]
