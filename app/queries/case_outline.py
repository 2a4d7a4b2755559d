"""A case on its diagram in words: the steps it came by, where it stands, what happens by itself and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.engine import Bundle
from app.models.case import Case
from app.models.definition import Definition as Version
from app.queries.cases import CaseView
from app.queries.outline import OutlineStep, steps_of
from app.queries.trail import TrailStep, trail
from app.services.definitions import compiled


@dataclass(frozen=True)
class CaseOutline:
    """A case on one of its diagrams: the steps, what was visited, where it stands (element -> how many times)."""

    process: str
    title: str
    definition_id: int
    processes: list[tuple[str, str]]
    steps: list[OutlineStep]
    visited: list[str]
    current: dict[str, int]


def after(session: Session, view: CaseView) -> dict[int, tuple[str, ...]]:
    """What the model has after each open task of a case: task id -> names of the next steps."""
    definition_id = session.scalar(select(Case.definition_id).where(Case.id == view.row.id)) or 0
    definition = compiled(session, definition_id)
    found: dict[int, tuple[str, ...]] = {}
    for task in view.open_tasks:
        steps = {step.element: step.next for step in steps_of(definition, task.process)}
        found[task.id] = steps.get(task.element, ())
    return found


def of_case(session: Session, actor: Actor, view: CaseView, process: str | None) -> CaseOutline:
    """The case on its own diagram, or on that of a process it called (`process`)."""
    definition_id = session.scalar(select(Case.definition_id).where(Case.id == view.row.id)) or 0
    definition = compiled(session, definition_id)
    walked = trail(session, actor, view.row.id)
    bundles = definition.bundle.all()
    came_by = [key for key in bundles if key == definition.process or any(step.process == key for step in walked)]
    shown = process if process in came_by else definition.process
    passed = {step.element: step for step in walked if step.process == shown}
    steps = steps_of(definition, shown)
    current = _current(view, shown, steps, bundles[shown])
    return CaseOutline(
        process=shown,
        title=bundles[shown].meta.title,
        definition_id=definition_id if shown == definition.process else _called_id(session, definition_id, shown),
        processes=[(key, bundles[key].meta.title) for key in came_by],
        steps=[_on_case(step, passed, current, _waiting(view, shown)) for step in steps],
        visited=[element for element in passed if element not in current],
        current=current,
    )


def _current(view: CaseView, process: str, steps: tuple[OutlineStep, ...], bundle: Bundle) -> dict[str, int]:
    """Where the case stands on one diagram: its open tasks and timers, and the calls inside which there are some."""
    found: dict[str, int] = {}
    for task in view.open_tasks:
        if task.process == process:
            found[task.element] = found.get(task.element, 0) + 1
    for timer in view.timers:
        if timer.process == process:
            found.setdefault(timer.element, 1)
    busy = {task.process for task in view.open_tasks} | {timer.process for timer in view.timers}
    for step in steps:
        if step.calls and busy & bundle.calls[step.calls].all().keys():
            found.setdefault(step.element, 1)
    return found


def _waiting(view: CaseView, process: str) -> dict[str, datetime]:
    """The moments at which elements go on by themselves, the nearest of each."""
    return {timer.element: timer.due_at for timer in reversed(view.timers) if timer.process == process}


def _on_case(
    step: OutlineStep, passed: Mapping[str, TrailStep], current: Mapping[str, int], waiting: Mapping[str, datetime]
) -> OutlineStep:
    if step.element in current:
        return replace(step, here=True, until=waiting.get(step.element))
    came = passed.get(step.element)
    return replace(step, at=came.at, who=came.who) if came else step


def _called_id(session: Session, definition_id: int, process: str) -> int:
    """The version of a called process that this version runs on, near or far."""
    waiting = [definition_id]
    while waiting:
        calls = session.get_one(Version, waiting.pop(0)).calls
        if process in calls:
            return int(calls[process])
        waiting += [int(called) for called in calls.values()]
    return definition_id
