"""The scenarios that were renewed or taken out while a draft was made: what whoever approves it has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.text import Text
from app.models.process_draft import ProcessDraft
from app.models.scenario import Scenario
from app.models.user import User
from app.sandbox.expected import read_expected
from app.sandbox.expected_words import differences
from app.sandbox.names import Bundles, step_name
from app.sandbox.renewing import versions
from app.services.callers import concerned


@dataclass(frozen=True)
class ChangedStory:
    """A scenario that was taken out, or (with `replaced_by`) renewed: who, when, why, and what it expects otherwise."""

    name: str
    by: str
    at: datetime
    reason: str
    replaced_by: int | None
    differences: tuple[Text, ...]


def changed_stories(session: Session, draft_id: int) -> list[ChangedStory]:
    """Those of a draft, in the order of time."""
    draft = session.get_one(ProcessDraft, draft_id)
    gone = session.execute(
        select(Scenario, User.name)
        .join(User, User.id == Scenario.removed_by, isouter=True)
        .where(Scenario.process.in_(concerned(session, draft.process)), Scenario.removed_at >= draft.opened_at)
        .order_by(Scenario.removed_at)
    ).all()
    if not gone:
        return []
    ids = [row.id for row, _ in gone]
    renewed = {row.replaces: row for row in session.scalars(select(Scenario).where(Scenario.replaces.in_(ids)))}
    found = versions(session, draft)
    return [_changed(row, name or "Traject", renewed.get(row.id), found) for row, name in gone]


def _changed(row: Scenario, by: str, renewed: Scenario | None, found: tuple[Bundles, ...]) -> ChangedStory:
    said: list[Text] = []
    if renewed is not None:
        said = differences(
            read_expected(row.expected),
            read_expected(renewed.expected),
            row.process,
            lambda process, element: step_name(process, element, *found),
        )
    at = row.removed_at or row.made_at
    return ChangedStory(row.name, by, at, row.reason, renewed.id if renewed else None, tuple(said))
