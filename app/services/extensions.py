"""The one extension of a trajectory: at most twelve months, once (domain.md §2.6; T08)."""

from __future__ import annotations

from app.domain.audit import Tag
from app.domain.codes import TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.trajectory import Extension, Trajectory
from app.services import audit
from app.services.work import Work

MOST_MONTHS = 12


def why_not(trajectory: Trajectory) -> Text | None:
    """Why a trajectory cannot be extended; None when it can."""
    if trajectory.clock_start is None:
        return say("De klok van dit traject loopt nog niet.")
    if trajectory.ended_on is not None:
        return say("Dit traject is al beëindigd.")
    if trajectory.extension_months:
        return say("Dit traject is al verlengd. Een traject duurt ten hoogste zes jaar.")
    return None


def grant_extension(work: Work, *, months: int, reason: str, field: str = "extension_months") -> Extension:
    """Write down an extension that a person of VDAB just decided; the term follows from it.

    AnswersInvalid at `field`: a second extension, more than twelve months, no running trajectory.
    """
    trajectory = work.trajectory
    if trajectory is None:
        raise AnswersInvalid({field: [say("Deze persoon heeft geen traject.")]})
    refusal = why_not(trajectory)
    if refusal is None and not 1 <= months <= MOST_MONTHS:
        refusal = say("Een verlenging duurt ten hoogste 12 maanden.")
    if refusal is not None:
        raise AnswersInvalid({field: [refusal]})
    row = Extension(
        trajectory_id=trajectory.id, months=months, reason=reason, decided_by=work.actor.user_id, decided_on=work.today
    )
    work.session.add(row)
    trajectory.extension_months = months
    trajectory.status = TrajectoryStatus.VERLENGD.value
    work.session.flush()
    audit.record(
        work.session, Tag.FACT_SET, actor=work.actor, case_id=work.case.id, subject="trajectory", id=trajectory.id,
        what="extension_months", before=0, after=months, ground="evaluation",
    )  # fmt: skip
    return row
