"""The way out of the trajectory of an employee: tracks, internships, referrals, the new job."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.flow_through import FlowThrough, FlowThroughFollowUp
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.models.referral import Referral
from app.models.signature import Signature
from app.models.track import Track, TrackHours, TrackPhase
from app.models.user import User


@dataclass(frozen=True)
class TrackView:
    """One track: its provider and coach by name, its phases in order, the hours logged."""

    track: Track
    provider: str
    coach: str | None
    phases: list[TrackPhase]
    hours: list[TrackHours]

    @property
    def total_hours(self) -> Decimal:
        """Hours of guidance in all phases together."""
        return sum((row.hours for row in self.hours), Decimal(0))


@dataclass(frozen=True)
class InternshipView:
    """One internship: its host by name and who signed."""

    internship: Internship
    host: str
    signatures: list[Signature]


@dataclass(frozen=True)
class TransitionView:
    """Everything of one employee's way out, newest first."""

    tracks: list[TrackView] = field(default_factory=list)
    internships: list[InternshipView] = field(default_factory=list)
    referrals: Sequence[Referral] = ()
    jobs: Sequence[FlowThrough] = ()
    follow_ups: dict[int, list[FlowThroughFollowUp]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing yet."""
        return not (self.tracks or self.internships or self.referrals or self.jobs)


def of_person(session: Session, person_id: int) -> TransitionView:
    """The way out of a person (the caller has checked that he may be seen). A fixed number of statements."""
    jobs = session.scalars(
        select(FlowThrough).where(FlowThrough.person_id == person_id).order_by(FlowThrough.id.desc())
    ).all()
    return TransitionView(
        tracks=_tracks(session, person_id),
        internships=_internships(session, person_id),
        referrals=session.scalars(
            select(Referral).where(Referral.person_id == person_id).order_by(Referral.id.desc())
        ).all(),
        jobs=jobs,
        follow_ups=_follow_ups(session, [job.id for job in jobs]),
    )


def _tracks(session: Session, person_id: int) -> list[TrackView]:
    rows = session.execute(
        select(Track, Organisation.name, User.name)
        .join(Organisation, Organisation.id == Track.provider_id)
        .join(User, User.id == Track.coach_id, isouter=True)
        .where(Track.person_id == person_id)
        .order_by(Track.id.desc())
    ).all()
    ids = [track.id for track, _, _ in rows]
    phases: dict[int, list[TrackPhase]] = defaultdict(list)
    for phase in session.scalars(select(TrackPhase).where(TrackPhase.track_id.in_(ids)).order_by(TrackPhase.id)):
        phases[phase.track_id].append(phase)
    hours: dict[int, list[TrackHours]] = defaultdict(list)
    for row in session.scalars(
        select(TrackHours).where(TrackHours.track_id.in_(ids)).order_by(TrackHours.on_day, TrackHours.id)
    ):
        hours[row.track_id].append(row)
    return [TrackView(track, provider, coach, phases[track.id], hours[track.id]) for track, provider, coach in rows]


def _internships(session: Session, person_id: int) -> list[InternshipView]:
    rows = session.execute(
        select(Internship, Organisation.name)
        .join(Organisation, Organisation.id == Internship.host_id)
        .where(Internship.person_id == person_id)
        .order_by(Internship.id.desc())
    ).all()
    signatures: dict[int, list[Signature]] = defaultdict(list)
    wanted = select(Signature).where(Signature.internship_id.in_([internship.id for internship, _ in rows]))
    for signature in session.scalars(wanted.order_by(Signature.id)):
        signatures[signature.internship_id].append(signature)
    return [InternshipView(internship, host, signatures[internship.id]) for internship, host in rows]


def _follow_ups(session: Session, job_ids: list[int]) -> dict[int, list[FlowThroughFollowUp]]:
    found: dict[int, list[FlowThroughFollowUp]] = defaultdict(list)
    wanted = select(FlowThroughFollowUp).where(FlowThroughFollowUp.flow_through_id.in_(job_ids))
    for row in session.scalars(wanted.order_by(FlowThroughFollowUp.months)):
        found[row.flow_through_id].append(row)
    return dict(found)
