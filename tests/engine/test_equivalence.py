"""The engine beside SpiffWorkflow as it comes: the same random life, once in memory, once through bytes each step.

`--states 200000` lives longer. A life stops where both break alike: what a broken case was is never stored.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
import SpiffWorkflow.task

from app.engine import Bundle
from app.services import registries
from app.services.publishing import read_bundles
from tests.engine.diagrams.elements import element_bundles
from tests.engine.diagrams.shapes import SHAPES
from tests.engine.diagrams.trajectory import trajectory
from tests.engine.lives import Life

ROOT = Path(__file__).parents[2]
STEPS = 60
_WEIGHT = 3  # of a whole process, against a diagram of one element


@cache
def processes() -> dict[str, Bundle]:
    """Shapes that went wrong once, and every process of our own."""
    registries.load()
    shapes = {name: shape() for name, shape in SHAPES.items()}
    return shapes | {"shape_of_a_trajectory": trajectory()} | read_bundles(ROOT / "workflows", ROOT / "forms")


BUNDLES = processes() | element_bundles()
_SHARES = len(element_bundles()) + _WEIGHT * len(processes())


def test_there_are_enough_shapes() -> None:
    assert len(processes()) >= 15
    assert {file.parent.name for file in (ROOT / "workflows").glob("*/*.bpmn")} <= set(processes())


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", BUNDLES)
def test_state_through_bytes_lives_like_the_stock_engine_in_memory(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = random.Random(0)
    monkeypatch.setattr(SpiffWorkflow.task, "uuid4", lambda: ids.getrandbits(60))  # its ids cost most of its time
    asked = request.config.getoption("--states") * (_WEIGHT if name in processes() else 1) / _SHARES
    states, lives, ended = 0, 0, 0
    while states < asked:
        life = Life(BUNDLES[name], f"{name} {lives}", far=name in SHAPES)
        life.live(STEPS)
        states, lives, ended = states + max(life.states, 1), lives + 1, ended + life.stock.completed
        assert life.biggest < 4_096
    assert ended
