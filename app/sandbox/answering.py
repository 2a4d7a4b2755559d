"""Completing a task in a throw-away world: whoever may does it, with answers of a script, drawn, or typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, NotVisible, Refusal
from app.domain.text import Text, say
from app.forms.sampling import explanations
from app.models.task import Task
from app.queries import tasks as task_queries
from app.queries.tasks import Opening
from app.sandbox.choices import from_words, to_words
from app.sandbox.starting import Draw
from app.sandbox.world import World
from app.services import tasks as work

_DRAWS = 12  # tries to answer a form that refuses what was drawn


@dataclass(frozen=True)
class Done:
    """A task that was completed, and the answers as a script keeps them; or what stood in the way, by field."""

    answers: dict[str, Any]
    errors: Mapping[str, list[Text]]

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


def complete_drawn(world: World, task_id: int, draw: Draw) -> Done:
    """Complete a task with answers that are drawn, again where the form refuses them."""
    return drawn(opening(world, task_id), draw)


def drawn(found: tuple[Actor, Opening] | None, draw: Draw) -> Done:
    """As `complete_drawn`, where it is known who does it."""
    if found is None:
        return _NOBODY
    actor, view = found
    known = view.form.prefill(view.values, None, view.context)
    refused = Done({}, {})
    extra: dict[str, Any] = {}
    for _ in range(_DRAWS):
        refused = complete_as(actor, view, draw(view.schema, known, view.context, extra))
        if refused.ok:
            return refused
        extra = explanations(view.schema, refused.errors)
    return refused


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
        work.complete(actor, view.row.id, answers)
    except AnswersInvalid as refusal:
        return Done({}, refusal.errors)
    except Refusal as refusal:
        return Done({}, {"": [refusal.text]})
    return Done(to_words(answers, view.context), {})


_NOBODY = Done({}, {"": [say("Niemand kan deze taak doen: geen rol of een tweede persoon die er niet is.")]})
