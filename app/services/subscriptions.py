"""Who waits for what: rows in step with what the engine says, written with the snapshot they come from."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.text import say
from app.engine import EngineError, Snapshot, Waiting
from app.models.base import new_id
from app.models.case import Case
from app.models.subscription import MESSAGE, Subscription
from app.services.work import Work

_WORDS = ("person", "organisation", "case")


def follow(work: Work, snapshot: Snapshot) -> list[str]:
    """Bring the rows of the case in step; returns what belongs in its `waits_for`.

    That column says all the rows say, so where it stays the same there is nothing to write.
    """
    waits_for = sorted({_label(waiting) for waiting in snapshot.waiting}.union(snapshot.messages))
    case, session = work.case, work.session
    if waits_for == list(case.waits_for):
        return waits_for
    if case.waits_for:
        session.execute(delete(Subscription).where(Subscription.case_id == case.id))
    rows = {(each.kind, each.name, business_key(case, each.key)) for each in snapshot.waiting}
    if rows:
        session.execute(
            insert(Subscription),
            [
                {"id": new_id(), "case_id": case.id, "kind": kind, "name": name, "business_key": key}
                for kind, name, key in sorted(rows)
            ],
        )
    return waits_for


def business_key(case: Case, key: str) -> str:
    """Whom a message is about, as rows say it: from the words of a diagram (empty: the subject of the case).

    EngineError when the case has no such subject.
    """
    if key.startswith("="):
        return f"key:{key[1:]}"
    own = {"person": case.person_id, "organisation": case.organisation_id, "case": case.id}
    word = key or next(word for word in _WORDS if own[word] is not None)
    if own.get(word) is None:
        raise EngineError(case.process, "", say("Een bericht vraagt een sleutel die dit dossier niet heeft."))
    return f"{word}:{own[word]}"


def waiting_cases(session: Session, kind: str, name: str, key: str | None, most: int) -> list[int]:
    """The cases that wait for a message under a business key, or for a signal (key None); at most `most`, by id."""
    query = select(Subscription.case_id).where(Subscription.kind == kind, Subscription.name == name).distinct()
    if key is not None:
        query = query.where(Subscription.business_key == key)
    return list(session.scalars(query.order_by(Subscription.case_id).limit(most)))


def _label(waiting: Waiting) -> str:
    """A message about the subject by its name alone: a person may send it. Others so that a change is seen."""
    if waiting.kind == MESSAGE and not waiting.key:
        return waiting.name
    return f"{waiting.kind}:{waiting.name}:{waiting.key}"
