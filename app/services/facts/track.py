"""Facts of the transition track and its internships: how long a phase may last, who has an account, who signed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select

from app.domain.access import Role
from app.domain.codes import Phase
from app.models.user import Membership, User
from app.services import internships, tracks
from app.services.facts.registry import fact
from app.services.parties import parties_of
from app.services.work import Work


@fact("track_voortraject")
def preparation(work: Work) -> dict[str, str]:
    """First and last possible day of the preparation."""
    return _planned(work, Phase.VOORTRAJECT)


@fact("track_jobmatching")
def matching(work: Work) -> dict[str, str]:
    """First and last possible day of this round of job matching."""
    return _planned(work, Phase.JOBMATCHING)


@fact("track_nazorg")
def aftercare(work: Work) -> dict[str, str]:
    """First and last possible day of the aftercare."""
    return _planned(work, Phase.NAZORG)


@fact("worker_online")
def worker_online(work: Work) -> bool:
    """Whether the employee takes part with an account of his own."""
    party = parties_of(work.session, work.case.id).get(Role.WORKER)
    account = work.session.get(User, party.user_id) if party and party.user_id else None
    return account is not None and account.active


@fact("host_online")
def host_online(work: Work) -> bool:
    """Whether somebody of the host employer has an account."""
    party = parties_of(work.session, work.case.id).get(Role.HOST_EMPLOYER)
    if party is None:
        return False
    somebody = exists().where(
        Membership.organisation_id == party.organisation_id,
        Membership.role == Role.HOST_EMPLOYER.value,
        Membership.user_id == User.id,
        User.active,
    )
    return bool(work.session.scalar(select(somebody)))


@fact("internship_agreed")
def internship_agreed(work: Work) -> bool:
    """Whether all parties signed the agreement of the last internship."""
    last = internships.latest(work)
    return last is not None and last.agreed_on is not None


def _planned(work: Work, phase: Phase) -> dict[str, Any]:
    planned = tracks.plan_phase(work, phase)
    return {"first": planned.first.isoformat(), "latest": planned.latest.isoformat()}
