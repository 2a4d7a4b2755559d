"""B5: the worklist with a thousand, a hundred thousand and a million open tasks: page, search, order, API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import quantiles

from app import db
from benchmarks import copies, readers
from benchmarks.beside import beside
from benchmarks.measure import Asked, Result, in_turn, processor_time
from benchmarks.readers import Reader
from benchmarks.stage import Stage

SIZES = (1_000, 100_000, 1_000_000)
_REPETITIONS, _WARM, _TURNS = 40, 15, 100
_MOST_MILLISECONDS, _MOST_GROWTH = 10.0, 1.3


def run(stage: Stage, sizes: Sequence[int] = SIZES) -> list[Result]:
    """Every view of every reader at every size; told is the slowest view, and the one that grew most."""
    found: list[Result] = []
    looking = readers.set_up(stage)
    filled = 0
    for size in sizes:
        copies.fill(filled, size)
        filled = size
        found += [_slowest(reader, size) for reader in looking]
    with beside(sizes[0], on_server=db.engine().dialect.name == "postgresql") as small:
        for at, reader in enumerate(looking):
            growth = max(_growth(reader, view, partial(small, at, view)) for view in reader.views)
            name = f"B5 {sizes[-1]:,} over {sizes[0]:,}, {reader.name}: the view that grew most (ratio)"
            found.append(Result(name, growth, 0, 0, _MOST_GROWTH))
    return found


def _slowest(reader: Reader, size: int) -> Result:
    """The view that takes longest."""
    asked = [Asked(view, partial(reader.ready, view), _MOST_MILLISECONDS) for view in reader.views]
    slowest = max(in_turn(asked, _REPETITIONS), key=lambda figure: figure.milliseconds)
    return replace(slowest, name=f"B5 {size:,} open tasks, {reader.name}: slowest view, {slowest.name}")


def _growth(reader: Reader, view: str, small: Callable[[], float]) -> float:
    """How many times longer a view takes than with the fewest tasks; of both what three of four took longer than."""
    times = [(processor_time(reader.ready(view)), small()) for _ in range(_WARM + _TURNS)][_WARM:]
    large, little = (quantiles(each, n=4)[0] for each in zip(*times, strict=True))
    return large / little
