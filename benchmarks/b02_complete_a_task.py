"""B2: complete a human task through the API, simple process; and how many times the floor that is."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.floor import floor
from benchmarks.measure import Asked, Result, in_turn
from benchmarks.stage import A, Stage


def run(stage: Stage) -> list[Result]:
    """Complete the first task of many cases, by the API and by hand."""

    def ready() -> Callable[[], object]:
        task = stage.start()
        return stage.prepared("POST", f"/tasks/{task['id']}/complete", {"answers": A})

    ours, bare = in_turn(
        [Asked("B2 complete a task (API)", ready, 3, 12), Asked("B2 the floor: the same by hand", floor(stage), 3)]
    )
    ratio = ours.undisturbed / bare.undisturbed
    return [ours, bare, Result("B2 over the floor (ratio)", ratio, 0, 0, 4)]
