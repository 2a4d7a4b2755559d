"""B4: the same task completed the 1st, 24th and 96th time in one case: what a case costs does not grow with its age."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.measure import Result, processor_time
from benchmarks.stage import Stage

AGES, CASES = (1, 24, 96), 30
_TALK = {"said": "y" * 200, "go_on": True}


def run(stage: Stage) -> list[Result]:
    """Bring cases of `lifecycle` to the talk before each age; then measure the ages in turn, so that whatever else
    the machine does meets all of them alike."""
    waiting = {age: [_before(stage, age) for _ in range(CASES)] for age in AGES}
    times: dict[int, list[float]] = {age: [] for age in AGES}
    for index in range(CASES):
        for age in AGES:
            send = stage.prepared("POST", f"/tasks/{waiting[age][index]['id']}/complete", {"answers": _TALK})
            times[age].append(processor_time(send))
    cost = {age: median(times[age]) for age in AGES}
    first, last = AGES[0], AGES[-1]
    results = [Result(f"B4 the same task, time {age} (API)", cost[age], 0, 0, cost[first] * 1.1) for age in AGES]
    return [*results, Result(f"B4 time {last} over time {first} (ratio)", cost[last] / cost[first], 0, 0, 1.1)]


def _before(stage: Stage, age: int) -> dict[str, Any]:
    """A case whose talk is open for the `age`th time; its task."""
    case = stage.api("POST", "/cases", {"process": "lifecycle", "subject": stage.organisation})
    task, answers = case["open_tasks"][0], {"about": "x" * 200}
    for _ in range(age):
        task = stage.api("POST", f"/tasks/{task['id']}/complete", {"answers": answers})["next_tasks"][0]
        answers = _TALK
    found: dict[str, Any] = task
    return found
