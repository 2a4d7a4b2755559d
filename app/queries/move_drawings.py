"""Two drawings beside each other on which the mover points out where running cases go on: from which steps, and why a
step of the new version cannot be the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import engine
from app.domain.text import Text, say
from app.queries.diagrams import drawn
from app.queries.move_target import Target, sources
from app.services.definitions import compiled, number_of


@dataclass(frozen=True)
class Asked:
    """A step for which somebody must say where it goes on, and the steps of the new version where it can."""

    process: str
    element: str
    places: Sequence[str]


@dataclass(frozen=True)
class Drawings:
    """A process as drawn in an old version and in the new one. `steps`: by element of the old one, every element of
    the new one that is no place for it, with the reason."""

    process: str
    title: str
    old: int
    old_number: int
    new: int
    new_number: int
    steps: Mapping[str, Mapping[str, Text]]


def drawings(session: Session, wanted: Target, asked: Iterable[Asked]) -> list[Drawings]:
    """The drawings that show these steps, in their order: the newest of the old versions that knows a step, beside the
    new one. What no version draws is left to the list."""
    new = compiled(session, wanted.definition_id)
    olds = [(version, compiled(session, version)) for version in sources(session, wanted.definition_id, wanted.process)]
    pairs: dict[tuple[str, int], dict[str, Mapping[str, Text]]] = {}
    for step in asked:
        known = next((version for version, old in olds if (step.process, step.element) in old.elements), None)
        if known is not None and step.process in new.bundle.all():
            before = dict(olds)[known].elements[step.process, step.element]
            pairs.setdefault((step.process, known), {})[step.element] = _no_places(new, before, step.places)
    return [_drawings(session, wanted, process, old, steps) for (process, old), steps in pairs.items()]


def _drawings(
    session: Session, wanted: Target, process: str, version: int, steps: Mapping[str, Mapping[str, Text]]
) -> Drawings:
    old, new = drawn(session, version)[process], drawn(session, wanted.definition_id)[process]
    title = compiled(session, new).meta.title
    return Drawings(process, title, old, number_of(session, old), new, number_of(session, new), steps)


def _no_places(new: engine.Definition, before: engine.Element, places: Iterable[str]) -> dict[str, Text]:
    possible = set(places)
    others = (each for each in new.elements.values() if each.process == before.process and each.id not in possible)
    return {each.id: _why_not(before, each) for each in others}


def _why_not(before: engine.Element, after: engine.Element) -> Text:
    names = {"before": before.name or before.id, "after": after.name or after.id}
    if before.kind != after.kind:
        return say("«%(before)s» en «%(after)s» zijn niet van dezelfde soort.", **names)
    return say("«%(before)s» en «%(after)s» staan niet in hetzelfde deelproces.", **names)
