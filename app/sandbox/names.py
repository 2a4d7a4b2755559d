"""What steps are called: in the draft, else in the version it began from, where a step is gone."""

from __future__ import annotations

from collections.abc import Mapping

from app import engine

Bundles = Mapping[str, engine.Bundle]


def step_name(process: str, element: str, *versions: Bundles) -> str:
    """The name of a step in the first of these versions that has it; its id where none of them names it."""
    drawn = (_drawn(bundles, process, element) for bundles in versions)
    return next((found.name for found in drawn if found is not None and found.name), element)


def has_step(bundles: Bundles, process: str, element: str) -> bool:
    """Whether a step is drawn in these bundles."""
    return _drawn(bundles, process, element) is not None


def _drawn(bundles: Bundles, process: str, element: str) -> engine.Element | None:
    bundle = bundles.get(process)
    return engine.compile(bundle).elements.get((process, element)) if bundle is not None else None
