"""Two versions of a process beside each other: what differs, in words and on the drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from app.engine import Bundle, BundleError, XmlRefused
from app.engine.comparison import Difference, compare
from app.models.process_draft import ProcessDraft
from app.queries.diagrams import drawn
from app.queries.processes import version_id
from app.services.definitions import bundle_of, current
from app.services.draft_parts import bundle_of_draft


@dataclass(frozen=True)
class Comparison:
    """What differs. `None`: one of the two cannot be read yet. `titles` are those of the process and what it calls.

    `drawings`: by process, the old and the new version that drew it, for every process that both run on; those that
    differ come first. A new version of None is the draft itself.
    """

    process: str
    differences: tuple[Difference, ...] | None
    titles: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)

    @property
    def of_work(self) -> list[Difference]:
        """What changes what cases do."""
        return [one for one in self.differences or () if one.meaning]

    @property
    def of_wording(self) -> list[Difference]:
        """What only changes what people read."""
        return [one for one in self.differences or () if not one.meaning]

    @property
    def counts(self) -> Counter[str]:
        """How many differences each process has."""
        return Counter(one.process for one in self.differences or ())

    def to_draw(self, wanted: str | None) -> str:
        """The process whose drawings are shown: the one that is wanted, else the first of which something differs."""
        if wanted is not None and wanted in self.drawings:
            return wanted
        first = next(iter(self.drawings), self.process)
        return first if self.counts[first] else self.process

    def marks(self, process: str, *kinds: str) -> dict[str, str]:
        """Element of a process -> how it is marked, for the drawing that shows these kinds of marks."""
        own = [one for one in self.differences or () if one.process == process and one.element]
        # The first sentence about an element marks it: a new step stays new, though its form is also told of.
        return {one.element: one.mark for one in reversed(own) if one.mark in kinds}


def of_versions(session: Session, process: str, old: int, new: int) -> Comparison:
    """Two published versions by number; NotVisible when one is not there."""
    before, after = version_id(session, process, old), version_id(session, process, new)
    drawings = _drawings(process, drawn(session, before), drawn(session, after))
    return _compared(process, bundle_of(session, before), bundle_of(session, after), drawings)


def of_draft(session: Session, draft_id: int) -> Comparison:
    """A draft and the version it began from."""
    draft = session.get_one(ProcessDraft, draft_id)
    try:
        made = bundle_of_draft(session, draft)
    except BundleError:
        return Comparison(draft.process, None)
    before = draft.based_on or 0
    after: dict[str, int | None] = {draft.process: None}
    for key in made.calls:
        after |= drawn(session, current(session, key))
    drawings = _drawings(draft.process, drawn(session, before), after)
    return _compared(draft.process, bundle_of(session, before), made, drawings)


_Drawings = dict[str, tuple[int, int | None]]


def _drawings(process: str, before: Mapping[str, int], after: Mapping[str, int | None]) -> _Drawings:
    return {key: (before[key], after[key]) for key in [process, *sorted(before)] if key in before and key in after}


def _compared(process: str, old: Bundle, new: Bundle, drawings: _Drawings) -> Comparison:
    titles = {key: bundle.meta.title for key, bundle in new.all().items()}
    try:
        found = Comparison(process, compare(old, new), titles)
    except XmlRefused:
        return Comparison(process, None)
    order = sorted(drawings, key=lambda key: (not found.counts[key], key != process, -found.counts[key], titles[key]))
    return replace(found, drawings={key: drawings[key] for key in order})
