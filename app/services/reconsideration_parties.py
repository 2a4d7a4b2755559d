"""Who takes part in a reconsideration: who lodged it, the employee, VDAB, and the secretariat that handles it.

The enterprise takes part only where it lodges itself: an appeal of an employee is no business of his employer.
"""

from __future__ import annotations

from sqlalchemy import select

from app.domain.access import Role
from app.domain.codes import AppealParty, OrganisationKind
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.case import Case, CaseParty
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.reconsideration import Reconsideration
from app.models.user import Membership, User
from app.services.first_parties import person_places
from app.services.parties import parties_of, set_party
from app.services.reconsiderations import contested
from app.services.work import Work


def set_parties(work: Work, row: Reconsideration, person: Person) -> None:
    """Set everybody who has work here or must hear of it. AnswersInvalid when VDAB has no secretariat."""
    secretariat = secretariat_of(work)
    _set(work, Role.APPEALS_SECRETARY, secretariat, None)
    for role in (Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT):
        _set_vdab(work, person, role, secretariat)
    _set_author(work, row)
    places = person_places(work, person)
    if Role.WORKER in places:
        _set(work, Role.WORKER, *places[Role.WORKER])
    if row.lodged_by == AppealParty.WERKGEVER:
        _set(work, Role.EMPLOYER, *(_own_place(work, Role.EMPLOYER) or places[Role.EMPLOYER]))
    if row.behalf_reason is not None:
        place = _own_place(work, Role.COACH)
        _set(work, Role.COACH, *((place[0], work.actor.user_id) if place else places[Role.COACH]))


def secretariat_of(work: Work) -> int:
    """The VDAB organisation with an appeals secretary; of several the first. AnswersInvalid when there is none."""
    found = work.session.scalar(
        select(Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Organisation.kind == OrganisationKind.VDAB.value,
            Organisation.active,
            Membership.role == Role.APPEALS_SECRETARY.value,
            User.active,
        )
        .order_by(Organisation.id)
        .limit(1)
    )
    if found is None:
        text = say(
            "VDAB heeft in Traject nog geen secretaris voor heroverwegingen. Dien de vraag op papier in bij VDAB: "
            "de termijn loopt door."
        )
        raise AnswersInvalid({"": [text]})
    return found


def _set_vdab(work: Work, person: Person, role: Role, secretariat: int) -> None:
    """Keep the region of the running trajectory; else that of the person's last case; else the secretariat's."""
    if role.value in parties_of(work.session, work.case.id):
        return
    last = work.session.execute(
        select(CaseParty.organisation_id, CaseParty.user_id)
        .join(Case, Case.id == CaseParty.case_id)
        .where(Case.person_id == person.id, CaseParty.role == role.value)
        .order_by(Case.id.desc())
        .limit(1)
    ).one_or_none()
    _set(work, role, *((last.organisation_id, last.user_id) if last else (secretariat, None)))


def _set_author(work: Work, row: Reconsideration) -> None:
    """The counsellor who decided makes the statement himself, as long as he works there."""
    decision = contested(work, row)
    if decision is None or decision.by_user is None:
        return
    place = work.session.scalar(
        select(Membership.organisation_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.user_id == decision.by_user, Membership.role == Role.VDAB_COUNSELLOR.value, User.active)
        .order_by(Membership.organisation_id)
        .limit(1)
    )
    if place is not None:
        _set(work, Role.VDAB_COUNSELLOR, place, decision.by_user)


def _own_place(work: Work, role: Role) -> tuple[int, None] | None:
    own = sorted(m.organisation_id for m in work.actor.memberships if m.role is role)
    return (own[0], None) if own else None


def _set(work: Work, role: Role, organisation_id: int, user_id: int | None) -> None:
    set_party(work.session, work.case, role, organisation_id, user_id, actor=work.actor)
