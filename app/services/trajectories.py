"""Trajectories: begin one, note where it stands, end it with a destination."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.audit import Tag
from app.domain.codes import Destination, TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.evaluation import Evaluation
from app.models.track import Track
from app.models.trajectory import Trajectory
from app.services import audit
from app.services.terms import is_suspended
from app.services.work import Work


def running_of(session: Session, person_id: int) -> Trajectory | None:
    """The trajectory of a person that has not ended; there is at most one."""
    return session.scalars(
        select(Trajectory)
        .where(Trajectory.person_id == person_id, Trajectory.status != TrajectoryStatus.BEEINDIGD.value)
        .order_by(Trajectory.id.desc())
        .limit(1)
    ).first()


def in_hand(work: Work) -> Trajectory:
    """The trajectory the work is about; every step of a trajectory has one."""
    trajectory = work.trajectory
    if trajectory is None:
        raise LookupError("no trajectory belongs to this case")
    return trajectory


def with_running_clock(work: Work) -> Trajectory:
    """The running trajectory of the person, its clock started; AnswersInvalid for the whole form when there is none."""
    trajectory = running_of(work.session, work.case.person_id) if work.case.person_id else None
    if trajectory is None:
        raise AnswersInvalid({"": [say("Deze persoon heeft geen lopend traject.")]})
    if trajectory.clock_start is None:
        raise AnswersInvalid({"": [say("De klok van dit traject loopt nog niet: de aanwerving is niet klaar.")]})
    return trajectory


def set_status(work: Work, trajectory: Trajectory, status: TrajectoryStatus, ground: str) -> None:
    """Note where a trajectory stands; written in the audit trail with what led to it (a code)."""
    before, trajectory.status = trajectory.status, status.value
    if before == status.value:
        return
    audit.record(
        work.session, Tag.FACT_SET, actor=work.actor, case_id=work.case.id, subject="trajectory", id=trajectory.id,
        what="status", before=before, after=status.value, ground=ground,
    )  # fmt: skip


def settle_status(work: Work, trajectory: Trajectory, ground: str) -> None:
    """The status of a trajectory that runs: suspended today, in its track or evaluation, extended, or just running."""
    if trajectory.status == TrajectoryStatus.BEEINDIGD.value:
        return
    set_status(work, trajectory, _stands(work, trajectory), ground)


def _stands(work: Work, trajectory: Trajectory) -> TrajectoryStatus:
    if is_suspended(work.session, trajectory.id, work.today):
        return TrajectoryStatus.GESCHORST
    track = exists().where(Track.trajectory_id == trajectory.id, Track.ended_on.is_(None))
    evaluation = exists().where(Evaluation.trajectory_id == trajectory.id, Evaluation.closed_at.is_(None))
    work.session.flush()
    in_track, in_evaluation = work.session.execute(select(track, evaluation)).one()
    if in_track:
        return TrajectoryStatus.IN_DOORSTROOM
    if in_evaluation:
        return TrajectoryStatus.IN_EVALUATIE
    return TrajectoryStatus.VERLENGD if trajectory.extension_months else TrajectoryStatus.LOPEND


def end(work: Work, trajectory: Trajectory, destination: Destination, ended_on: date, note: str | None) -> None:
    """Put the destination on record: with that the trajectory has ended. It says nothing about the contract."""
    trajectory.destination, trajectory.ended_on, trajectory.destination_note = destination.value, ended_on, note
    set_status(work, trajectory, TrajectoryStatus.BEEINDIGD, destination.value)


def end_unstarted(work: Work, trajectory: Trajectory, ground: str) -> None:
    """The hiring stopped before the clock ran: there is no destination, and no days were used."""
    trajectory.ended_on = work.today
    set_status(work, trajectory, TrajectoryStatus.BEEINDIGD, ground)
