"""Where cases stand without a task of the process itself: waiting for a moment, or inside a process it calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, literal_column, select, union_all
from sqlalchemy.orm import Session

from app.engine import Definition
from app.models.case import Case, Timer
from app.models.definition import Definition as Version
from app.models.task import Task
from app.services.callers import concerned
from app.services.definitions import compiled

#: A step on the diagram: its id and its name.
Place = tuple[str, str]


@dataclass
class Standing:
    """Cases that stand somewhere, by enterprise (0: none); `inside`: at each step of what is called there."""

    cases: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    inside: dict[tuple[str, str], dict[int, set[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def numbers(self) -> list[dict[int, int]]:
        """How many cases by enterprise: here, and at each step inside, from which the first could be told."""
        return [{key: len(ids) for key, ids in one.items()} for one in (self.cases, *self.inside.values())]


def waits(session: Session, process: str, scope: ColumnElement[bool]) -> dict[Place, Standing]:
    """The waits and calls on the diagram of `process` at which cases stand now. A case inside a called process counts
    once, at the step that calls it, whatever is open there."""
    found: dict[Place, Standing] = defaultdict(Standing)
    newest = session.scalars(select(Version.id).where(Version.process == process).order_by(Version.number.desc()))
    inside = set(compiled(session, newest.first() or 0).bundle.all())
    rows = session.execute(_rows(inside, process, concerned(session, process), scope))
    for definition, of_process, element, organisation, case in rows:
        place = _place(compiled(session, definition), process, of_process, element)
        if place is not None:
            found[place].cases[organisation or 0].add(case)
            found[place].inside[of_process, element][organisation or 0].add(case)
    return dict(found)


def _rows(inside: set[str], process: str, roots: list[str], scope: ColumnElement[bool]) -> CompoundSelect[Any]:
    of_case = (Case.process.in_(roots), scope)
    armed = select(Case.definition_id, Timer.process, Timer.element, Case.organisation_id, Case.id)
    opened = select(Case.definition_id, Task.process, Task.element, Case.organisation_id, Case.id)
    return union_all(
        armed.join(Case, Case.id == Timer.case_id).where(Timer.process.in_(inside), *of_case),
        opened.join(Case, Case.id == Task.case_id).where(
            literal_column("task.status = 'open'"), Task.process.in_(inside - {process}), *of_case
        ),
    )


@lru_cache(maxsize=5_000)
def _place(definition: Definition, process: str, of_process: str, element: str) -> Place | None:
    """The step of `process` at which a case stands. None at a clock on the edge of a task: it stands at the task."""
    drawn = definition.elements.get((of_process, element))
    if drawn is None or drawn.attached_to:
        return None
    if of_process == process:
        return drawn.id, drawn.name or drawn.id
    bundle = definition.bundle.all().get(process)
    for (key, _), step in definition.elements.items():
        called = bundle.calls.get(step.calls) if bundle is not None and key == process else None
        if called is not None and of_process in called.all():
            return step.id, step.name or step.id
    return None
