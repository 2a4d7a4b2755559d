"""Four eyes: who did one step may not do the other (domain.md §1, separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ScalarSelect, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor
from app.domain.text import Text, say
from app.models.task import Answers, Task
from app.models.user import User


def why_not_alone(session: Session, actor: Actor, task: Task, not_by: str | None) -> Text | None:
    """Why the actor may not do `task`: he, or another account of the same human being, did step `not_by` of this case.

    None when nothing stands in the way. Only the newest answer to that step counts: a step done again has a new author.
    """
    if not not_by:
        return None
    newest = (
        select(Answers.given_by)
        .where(Answers.case_id == task.case_id, Answers.process == task.process, Answers.element == not_by)
        .order_by(Answers.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    if not is_one_of(session, actor, newest):
        return None
    return say("U deed zelf de vorige stap. Een tweede persoon moet dit beslissen.")


def is_one_of(session: Session, actor: Actor, authors: ScalarSelect[int | None] | Iterable[int]) -> bool:
    """Whether the actor is one of the accounts `authors`, or the same human being as one of them (security.md 39)."""
    author, me = aliased(User), aliased(User)
    found = session.scalar(
        select(author.id)
        .select_from(author)
        .join(me, me.id == actor.user_id)
        .where(
            author.id == authors if isinstance(authors, ScalarSelect) else author.id.in_(list(authors)),
            or_(
                author.id == me.id,
                author.same_person_as == me.id,
                me.same_person_as == author.id,
                author.same_person_as == me.same_person_as,
                author.person_id == me.person_id,
            ),
        )
        .limit(1)
    )
    return found is not None
