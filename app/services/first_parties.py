"""Who takes part in a case from its start: by the running trajectory, the subject, the starter, the department."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.domain.access import Role
from app.models.case import OPEN, Case, CaseParty
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.user import User
from app.services.parties import add_parties
from app.services.standing import Party
from app.services.work import Work

# For these roles there is one kind of organisation that takes part whatever the case is about, where there is just one.
_ONLY_ONE = {
    Role.WSE_OFFICIAL: "department",
    Role.WSE_PAYMENTS: "department",
    Role.ADMINISTRATOR: "platform",
}
Places = dict[Role, tuple[int, int | None]]


def set_first_parties(work: Work, roles: Iterable[str]) -> None:
    """Set a party for every role of the process for which it is known who that is; a start record may add others."""
    wanted = {role for role in map(Role.by_key, roles) if role}
    places: Places = _only_ones(work) if wanted & _ONLY_ONE.keys() else {}
    for source in (_starter, _subject, _running_trajectory):
        places |= source(work)
    first = {role: Party(*places[role]) for role in sorted(wanted) if role in places}
    add_parties(work.session, work.case, first, actor=work.actor)


def _only_ones(work: Work) -> Places:
    kinds = set(_ONLY_ONE.values())
    rows = work.session.execute(
        select(Organisation.kind, Organisation.id).where(Organisation.kind.in_(kinds), Organisation.active)
    ).all()
    by_kind: dict[str, list[int]] = {}
    for kind, organisation_id in rows:
        by_kind.setdefault(kind, []).append(organisation_id)
    return {role: (ids[0], None) for role, kind in _ONLY_ONE.items() if len(ids := by_kind.get(kind, [])) == 1}


def _starter(work: Work) -> Places:
    memberships = sorted(work.actor.memberships, key=lambda m: (m.role.value, m.organisation_id))
    return {m.role: (m.organisation_id, work.actor.user_id if m.role is Role.WORKER else None) for m in memberships}


def _subject(work: Work) -> Places:
    person = work.person
    if person is None:
        organisation_id = work.case.organisation_id
        return {Role.EMPLOYER: (organisation_id, None), Role.COACH: (organisation_id, None)} if organisation_id else {}
    return person_places(work, person)


def person_places(work: Work, person: Person) -> Places:
    """The roles around a person: his coach, the leadership of his enterprise, himself where he has an account."""
    places: Places = {
        Role.COACH: (person.organisation_id, person.coach_id),
        Role.EMPLOYER: (person.organisation_id, None),
    }
    account = work.session.scalars(select(User.id).where(User.person_id == person.id, User.active)).first()
    if account is not None:
        places[Role.WORKER] = (person.organisation_id, account)
    return places


def _running_trajectory(work: Work) -> Places:
    if work.case.person_id is None:
        return {}
    rows = work.session.execute(
        select(CaseParty.role, CaseParty.organisation_id, CaseParty.user_id)
        .join(Case, Case.id == CaseParty.case_id)
        .where(
            Case.person_id == work.case.person_id,
            Case.process == "trajectory",
            Case.status == OPEN,
            Case.id != work.case.id,
        )
        .order_by(Case.id)
    )
    return {Role(role): (organisation_id, user_id) for role, organisation_id, user_id in rows}
