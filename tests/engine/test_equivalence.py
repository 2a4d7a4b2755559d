"""The engine beside SpiffWorkflow as it comes: the same random life, once in memory, once through bytes each step."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from app.engine import Definition, clock, compile
from app.engine.live import LiveWorkflow
from app.engine.prune import prune
from app.engine.run import Run
from app.engine.runtime import _settle
from app.engine.state import dump, load
from tests.engine.diagrams.shapes import SHAPES
from tests.engine.player import MONDAY
from tests.engine.stock import Stock, path_of, snapshot_of

LIVES = 15
STEPS = 40
START = {"rounds": 3, "n": 0, "names": ["ann", "bob"], "r1": True, "r2": True}


def no_facts(name: str) -> Any:
    raise KeyError(name)


@pytest.mark.parametrize("seed", range(LIVES))
@pytest.mark.parametrize("shape", SHAPES)
def test_state_through_bytes_lives_like_the_stock_engine_in_memory(shape: str, seed: int) -> None:
    definition = compile(SHAPES[shape]())
    chance = random.Random(f"{shape} {seed}")
    variables = {name: value for name, value in START.items() if name in definition.variables}
    if "r1" in variables:
        variables |= {"r1": chance.random() < 0.5, "r2": chance.random() < 0.5}
    moment = MONDAY
    with clock.at(moment):
        stock = Stock(Run(definition, no_facts), dict(variables))
        state, case = _begin(definition, variables)
    for _ in range(STEPS):
        assert snapshot_of(case) == snapshot_of(stock)
        if stock.completed:
            break
        moment, state, case = _live_on(chance, definition, stock, state, moment)


def _begin(definition: Definition, variables: dict[str, Any]) -> tuple[bytes, LiveWorkflow]:
    case = LiveWorkflow(Run(definition, no_facts))
    case.data.update(variables)
    case.advance()
    prune(case)
    return dump(case), case


def _live_on(
    chance: random.Random, definition: Definition, stock: Stock, state: bytes, moment: Any
) -> tuple[Any, bytes, LiveWorkflow]:
    people, dice = sorted(stock.people(), key=path_of), chance.random()
    if not people or dice > 0.8:
        moment += timedelta(days=chance.choice([1, 2, 4, 15, 40]))
    with clock.at(moment):
        case = load(definition, state, Run(definition, no_facts))
        stock.settle()
        _settle(case, moment, floor=moment)  # the stock engine knows only the present moment
        if people and dice < 0.6:
            chosen = path_of(chance.choice(people))
            theirs = [task for task in stock.people() if path_of(task) == chosen]
            if theirs:
                stock.complete(theirs[0], {})
                ours = next(task for task in case.open_tasks() if path_of(task) == chosen)
                case.run_task(ours)
                case.advance()
        elif dice < 0.8:
            assert stock.message("changed") == case.event_manager.deliver("changed")
            case.advance()
        prune(case)
        state = dump(case)
    with clock.at(moment):
        return moment, state, load(definition, state, Run(definition, no_facts))


def test_state_does_not_grow_with_the_rounds_of_a_loop() -> None:
    definition = compile(SHAPES["loop_with_reminder"]())
    sizes = []
    with clock.at(MONDAY):
        state, case = _begin(definition, {"rounds": 60, "n": 0})
        while not case.completed:
            case = load(definition, state, Run(definition, no_facts))
            task = next(task for task in case.open_tasks() if task.task_spec.bpmn_id == "a")
            case.run_task(task)
            case.advance()
            prune(case)
            state = dump(case)
            sizes.append(len(state))
    assert len(sizes) == 60
    assert max(sizes[:-1]) <= sizes[1] + 40  # the digits of the counter and of the ids
    assert sizes[-1] < 300
