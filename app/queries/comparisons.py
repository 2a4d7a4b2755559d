"""Two versions of a process beside each other: what differs, in words and on the drawings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import NotVisible
from app.engine import Bundle, BundleError, XmlRefused
from app.engine.comparison import Difference, compare
from app.models.definition import Definition
from app.models.process_draft import ProcessDraft
from app.services.definitions import bundle_of
from app.services.draft_parts import bundle_of_draft


@dataclass(frozen=True)
class Comparison:
    """What differs. `None`: one of the two cannot be read yet. Marks are by element of the process itself; `titles` are
    those of it and the processes it calls."""

    process: str
    differences: tuple[Difference, ...] | None
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def of_work(self) -> list[Difference]:
        """What changes what cases do."""
        return [one for one in self.differences or () if one.meaning]

    @property
    def of_wording(self) -> list[Difference]:
        """What only changes what people read."""
        return [one for one in self.differences or () if not one.meaning]

    def marks(self, *kinds: str) -> dict[str, str]:
        """Element -> how it is marked, for the drawing that shows these kinds of marks."""
        own = [one for one in self.differences or () if one.process == self.process and one.element]
        # The first sentence about an element marks it: a new step stays new, though its form is also told of.
        return {one.element: one.mark for one in reversed(own) if one.mark in kinds}


def of_versions(session: Session, process: str, old: int, new: int) -> Comparison:
    """Two published versions by number; NotVisible when one is not there."""
    return _compared(process, _version(session, process, old), _version(session, process, new))


def of_draft(session: Session, draft_id: int) -> Comparison:
    """A draft and the version it began from."""
    draft = session.get_one(ProcessDraft, draft_id)
    try:
        made = bundle_of_draft(session, draft)
    except BundleError:
        return Comparison(draft.process, None)
    return _compared(draft.process, bundle_of(session, draft.based_on or 0), made)


def _compared(process: str, old: Bundle, new: Bundle) -> Comparison:
    try:
        titles = {key: bundle.meta.title for key, bundle in new.all().items()}
        return Comparison(process, compare(old, new), titles)
    except XmlRefused:
        return Comparison(process, None)


def _version(session: Session, process: str, number: int) -> Bundle:
    found = session.scalar(select(Definition.id).where(Definition.process == process, Definition.number == number))
    if found is None:
        raise NotVisible()
    return bundle_of(session, found)
