"""Facts of the trajectory for its diagrams: the legal end, when to remind, when the evaluation opens."""

from __future__ import annotations

from typing import Any

from app.domain.calendar import format_moment, start_of_day
from app.domain.evaluation import opens_on
from app.queries import rules
from app.services import trajectories
from app.services.facts.registry import fact
from app.services.terms import term_of
from app.services.work import Work


@fact("term")
def term(work: Work) -> dict[str, Any]:
    """The legal term: last day, the moments it ends, its reminders and when the evaluation opens, all ISO."""
    trajectory = trajectories.in_hand(work)
    found = term_of(work.session, trajectory, work.today)
    if found is None:
        raise LookupError("the clock of this trajectory does not run")
    opens = opens_on(found, rules.at(work.session, work.today))
    return {
        "last_day": found.last_day.isoformat(),
        "ends_at": format_moment(found.ends_at),
        "reminders": {str(each.months_before): format_moment(each.moment) for each in found.milestones()},
        "evaluation_opens_at": format_moment(start_of_day(opens)),
        "provisional": found.provisional,
    }


@fact("early_end")
def early_end(work: Work) -> dict[str, Any]:
    """What the early end put on record."""
    trajectory = trajectories.in_hand(work)
    return {"ended_on": trajectory.ended_on.isoformat() if trajectory.ended_on else None}
