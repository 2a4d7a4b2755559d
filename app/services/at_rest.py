"""A case as it stands after a use case moved it, told from what was just written instead of read again."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine import Snapshot
from app.queries.case_state import CaseState, NewTask, state
from app.services.apply import NO_DUE
from app.services.definitions import number_of
from app.services.work import Work


def at_rest(work: Work, snapshot: Snapshot, opened: Sequence[NewTask]) -> CaseState | None:
    """The state after `snapshot` was applied and `opened` its new tasks, as the actor of the work sees it.

    None when only the tables can tell: the case moved on after this snapshot, or had other tasks open before it.
    """
    case, session = work.case, work.session
    if case.state is not snapshot.state or len(opened) != len(snapshot.tasks):
        return None
    in_due_order = sorted(opened, key=lambda task: (task.due_at or NO_DUE, task.id))
    timers = [(timer.element, timer.due_at) for timer in snapshot.timers]
    version = number_of(session, case.definition_id)
    return state(case, version, in_due_order, timers).as_seen_by(work.actor)
