"""Four eyes: who did one step may not do the other (domain.md §1, separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.access import Actor
from app.domain.text import Text, say
from app.models.task import Answers, Task
from app.models.user import User

# Made once: they are put together of so many parts that this cost more than asking them.
_author, _me = aliased(User), aliased(User)
_SAME_HUMAN_BEING = (
    select(_author.id)
    .select_from(_author)
    .join(_me, _me.id == bindparam("me"))
    .where(
        or_(
            _author.id == _me.id,
            _author.same_person_as == _me.id,
            _me.same_person_as == _author.id,
            _author.same_person_as == _me.same_person_as,
            _author.person_id == _me.person_id,
        )
    )
    .limit(1)
)
_NEWEST = (
    select(Answers.given_by)
    .where(
        Answers.case_id == bindparam("case_id"),
        Answers.process == bindparam("process"),
        Answers.element == bindparam("element"),
    )
    .order_by(Answers.id.desc())
    .limit(1)
)
_DID_IT = _SAME_HUMAN_BEING.where(_author.id == _NEWEST.scalar_subquery())
_AMONG = _SAME_HUMAN_BEING.where(_author.id.in_(bindparam("authors", expanding=True)))


def why_not_alone(session: Session, actor: Actor, task: Task, not_by: str | None) -> Text | None:
    """Why the actor may not do `task`: he, or another account of the same human being, did step `not_by` of this case.

    None when nothing stands in the way. Only the newest answer to that step counts: a step done again has a new author.
    """
    if not not_by:
        return None
    step = {"case_id": task.case_id, "process": task.process, "element": not_by}
    if session.scalar(_DID_IT, {"me": actor.user_id, **step}) is None:
        return None
    return say("U deed zelf de vorige stap. Een tweede persoon moet dit beslissen.")


def is_one_of(session: Session, actor: Actor, authors: Iterable[int]) -> bool:
    """Whether the actor is one of the accounts `authors`, or the same human being as one of them (security.md 39)."""
    return session.scalar(_AMONG, {"me": actor.user_id, "authors": list(authors)}) is not None
