"""The steps of running cases for which the mover says where they go on: as lists, and on two drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.queries import migration as queries
from app.queries import move_drawings, move_target
from app.services.definitions import compiled
from app.web import current
from app.web.wording import translate

#: What the field for a step is called: this, then process/element.
FIELD = "go."


@dataclass(frozen=True)
class Step:
    """One list of the form: how many cases stand at the step, (id, name) of where they can go on, and what was
    chosen."""

    process: str
    element: str
    name: str
    cases: int
    options: Sequence[tuple[str, str]]
    chosen: str

    @property
    def key(self) -> str:
        """How a mapping names it."""
        return f"{self.process}/{self.element}"

    @property
    def field(self) -> str:
        """How its list is called."""
        return FIELD + self.key


def steps(
    wanted: move_target.Target, tally: queries.Tally, listed: Sequence[queries.CaseVerdict], asked: Mapping[str, str]
) -> list[Step]:
    """The steps somebody must say about: those without a place, counted or only listed, and those for which it was
    said. What was `asked` and can be stays chosen."""
    session = current.session()
    new = compiled(session, wanted.definition_id)
    unplaced = {step: 0 for row in listed for step in row.verdict.unplaced} | tally.unplaced
    found: dict[str, Step] = {}

    def add(process: str, element: str, name: str, cases: int, options: Sequence[tuple[str, str]]) -> None:
        step = Step(process, element, name, cases, options, asked.get(FIELD + f"{process}/{element}", ""))
        found.setdefault(step.key, step)

    for step, cases in sorted(unplaced.items(), key=lambda pair: -pair[1]):
        options = [(each, new.elements[step.process, each].name or each) for each in step.candidates]
        add(step.process, step.element, step.name, cases, options)
    for process, element in wanted.wish.mapping:
        choice = move_target.choice(session, wanted, process, element)
        add(process, element, choice.name, 0, choice.options)
    return list(found.values())


def drawings(wanted: move_target.Target, listed: Sequence[Step]) -> list[dict[str, object]]:
    """The drawings on which these steps can be given their place; `told` is what frontend/src/mapping.js reads."""
    asked = [move_drawings.Asked(step.process, step.element, [place for place, _ in step.options]) for step in listed]
    named = {(step.process, step.element): step for step in listed}
    shown = []
    for pair in move_drawings.drawings(current.session(), wanted, asked):
        told = [
            {
                "field": named[pair.process, element].field,
                "element": element,
                "name": named[pair.process, element].name,
                "refused": {other: translate(why) for other, why in reasons.items()},
            }
            for element, reasons in pair.steps.items()
        ]
        shown.append({"pair": pair, "told": told})
    return shown
