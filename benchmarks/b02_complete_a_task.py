"""B2: complete a human task through the API, simple process."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure import Result, measured
from benchmarks.stage import A, Stage


def run(stage: Stage) -> list[Result]:
    """Complete the first task of many cases."""

    def ready() -> Callable[[], object]:
        task = stage.start()
        return lambda: stage.api("POST", f"/tasks/{task['id']}/complete", {"answers": A})

    return [measured("B2 complete a task (API)", ready, most_milliseconds=3, most_statements=12)]
