"""Four eyes: who did one step may not do the other (domain.md §1, separation of duties)."""

from __future__ import annotations

from sqlalchemy import or_, select
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
    author, me = aliased(User), aliased(User)
    newest = (
        select(Answers.given_by)
        .where(Answers.case_id == task.case_id, Answers.process == task.process, Answers.element == not_by)
        .order_by(Answers.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    same = session.scalar(
        select(author.name)
        .select_from(author)
        .join(me, me.id == actor.user_id)
        .where(
            author.id == newest,
            or_(
                author.id == me.id,
                author.same_person_as == me.id,
                me.same_person_as == author.id,
                author.same_person_as == me.same_person_as,
                author.person_id == me.person_id,
            ),
        )
    )
    if same is None:
        return None
    return say("U deed zelf de vorige stap. Een tweede persoon moet dit beslissen.")
