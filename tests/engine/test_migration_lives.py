"""A case that moves to another version and back at every step lives as one that never moved, and as SpiffWorkflow.

The two versions differ in title only, so nothing may be different: not a task, a due moment, a join or what may come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.engine import compile
from app.engine.live import LiveWorkflow
from app.engine.migration import Judge, Kind, Wish, move
from app.engine.prune import prune
from app.engine.state import dump, load
from tests.engine.live import no_facts
from tests.engine.lives import Life, LuckyRun
from tests.engine.test_equivalence import BUNDLES, SHAPES

STEPS = 30


class RetitledRun(LuckyRun):
    """Luck goes by the content of the version; here that is always the first one's."""

    def operate(self, task: Any, topic: str, inputs: Any) -> None:
        """As in the version that never moved."""
        here, self.definition = self.definition, self.first
        try:
            super().operate(task, topic, inputs)
        finally:
            self.definition = here


@dataclass
class MovingLife(Life):
    """A life in which the case behind our door moves at every step."""

    moved: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        title = self.bundle.meta.title + "!"
        self.other = compile(replace(self.bundle, meta=replace(self.bundle.meta, title=title)))

    def _through_bytes(self, case: LiveWorkflow) -> None:
        prune(case)
        state, here = dump(case), case.run.definition
        there = self.other if here is self.definition else self.definition
        came = move(here, there, state, Wish(recompute=True), facts=no_facts, now=self.moment)
        judged = Judge(here, there, Wish(recompute=True)).verdict(state, facts=no_facts, now=self.moment)
        assert judged.kind is came.verdict.kind
        if came.snapshot is None:
            assert case.is_completed() or not case.open_tasks(), came.verdict
            there = here
        else:
            assert came.verdict.kind is Kind.MOVES, came.verdict
            assert not came.snapshot.steps
            state, self.moved = came.snapshot.state, self.moved + 1
        run = RetitledRun(there, self.luck, self.sent)
        run.first = self.definition
        self.case = load(there, state, run)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_case_that_moves_at_every_step_lives_as_one_that_never_moved(name: str) -> None:
    moved = 0
    for number in range(3):
        life = MovingLife(BUNDLES[name], f"{name} moves {number}", far=name in SHAPES)
        life.live(STEPS)
        moved += life.moved
    assert moved or life.states <= 3
