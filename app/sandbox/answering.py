"""Completing a task in a throw-away world: whoever may does it, with answers of a script, drawn, or typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, NotVisible, Refusal, StandsStill
from app.domain.text import Text, say
from app.models.task import Task
from app.queries import tasks as task_queries
from app.queries.tasks import Opening
from app.sandbox.choices import from_words, to_words
from app.sandbox.drawing import Asked, Drawing, Errors
from app.sandbox.faults import why_it_stands
from app.sandbox.world import World
from app.services import tasks as work


@dataclass(frozen=True)
class Done:
    """A task that was completed, and the answers as a script keeps them; or what stood in the way, by field."""

    answers: dict[str, Any]
    errors: Errors

    @property
    def ok(self) -> bool:
        """Whether it was completed."""
        return not self.errors

    @property
    def said(self) -> tuple[Text, ...]:
        """What stood in the way."""
        return tuple(text for texts in self.errors.values() for text in texts)


def opening(world: World, task_id: int) -> tuple[Actor, Opening] | None:
    """Who can do an open task, and what its form needs; None when nobody in this world can."""
    with db.reading() as session:
        return opening_of(session, world, session.get_one(Task, task_id))


def opening_of(session: Session, world: World, task: Task) -> tuple[Actor, Opening] | None:
    """As `opening`, in a session that is open."""
    for actor in workers(world, task):
        try:
            view = task_queries.opening(session, actor, task.id)
        except NotVisible:
            continue
        if view.why_not is None:
            return actor, view
    return None


def workers(world: World, task: Task) -> list[Actor]:
    """Who in this world has this task as work."""
    role = Role.by_key(task.role)
    there = world.actors.get(role, []) if role else []
    mine = [actor for actor in there if task.assignee_id in (None, actor.user_id)]
    return [actor for actor in mine if actor.can_work(task.role, task.organisation_id, task.assignee_id)]


def complete_drawn(world: World, task_id: int, drawing: Drawing) -> Done:
    """Complete a task with answers that are drawn, with others where the form refuses them."""
    return drawn(opening(world, task_id), drawing)


def drawn(found: tuple[Actor, Opening] | None, drawing: Drawing) -> Done:
    """As `complete_drawn`, where it is known who does it."""
    if found is None:
        return _NOBODY
    actor, view = found
    known = view.form.prefill(view.values, None, view.context)
    asked = Asked(view.schema, known, view.context, view.work.today)
    try:
        answers, errors = drawing.insist(asked, lambda answers: _refused(actor, view, answers))
    except Refusal as refusal:  # no other answers would help
        return _turned_down(refusal)
    return Done({}, errors) if errors else Done(to_words(answers, view.context), {})


def complete_again(world: World, task_id: int, kept: Mapping[str, Any]) -> Done:
    """Complete a task with the answers of a script."""
    found = opening(world, task_id)
    if found is None:
        return _NOBODY
    actor, view = found
    return complete_as(actor, view, from_words(dict(kept), view.context))


def complete_as(actor: Actor, view: Opening, answers: dict[str, Any]) -> Done:
    """Complete a task. What stands in the way is told, not raised."""
    try:
        errors = _refused(actor, view, answers)
    except Refusal as refusal:
        return _turned_down(refusal)
    return Done({}, errors) if errors else Done(to_words(answers, view.context), {})


def _refused(actor: Actor, view: Opening, answers: dict[str, Any]) -> Errors:
    """What the form said; nothing when the task is completed."""
    try:
        work.complete(actor, view.row.id, answers)
    except AnswersInvalid as refusal:
        return refusal.errors
    return {}


def _turned_down(refusal: Refusal) -> Done:
    text = why_it_stands(refusal) if isinstance(refusal, StandsStill) else refusal.text
    return Done({}, {"": [text]})


_NOBODY = Done({}, {"": [say("Niemand kan deze taak doen: geen rol of een tweede persoon die er niet is.")]})
