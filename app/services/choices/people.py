"""Organisations and people that forms offer as choices."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Permission, Role
from app.models.organisation import Organisation
from app.models.user import Membership, User
from app.services.choices.registry import Choice, choices
from app.services.work import Work


@choices("enterprises")
def enterprises(work: Work) -> list[Choice]:
    """The enterprises the actor may act for: his own; all of them for VDAB and officials."""
    rows = organisations(work, "enterprise")
    if work.actor.system or work.actor.roles & {
        Role.VDAB_COUNSELLOR,
        Role.VDAB_EXPERT,
        Role.WSE_OFFICIAL,
        Role.ADMINISTRATOR,
    }:
        return rows
    own = {str(organisation_id) for organisation_id in work.actor.organisation_ids}
    return [row for row in rows if row[0] in own]


@choices("vdab_regions")
def vdab_regions(work: Work) -> list[Choice]:
    """The VDAB regions."""
    return [(str(organisation_id), name) for organisation_id, name in regions(work.session)]


@choices("providers")
def providers(work: Work) -> list[Choice]:
    """The mandated providers of transition tracks."""
    return organisations(work, "provider")


@choices("host_employers")
def host_employers(work: Work) -> list[Choice]:
    """The registered host employers."""
    return organisations(work, "host")


@choices("coaches")
def coaches(work: Work) -> list[Choice]:
    """The coaches of the case's enterprise; before there is one, of the actor's own enterprises."""
    own = {work.case.organisation_id} if work.case.organisation_id else work.actor.organisation_ids
    return people(work, Role.COACH, own)


@choices("transition_coaches")
def transition_coaches(work: Work) -> list[Choice]:
    """All transition coaches, with their provider."""
    return people(work, Role.TRANSITION_COACH, None)


def regions(session: Session) -> list[tuple[int, str]]:
    """The VDAB regions, by name: where counsellors work. The committee for reconsiderations is of VDAB too."""
    counsellors = (
        select(Membership.organisation_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.VDAB_COUNSELLOR.value, User.active)
    )
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == "vdab", Organisation.active, Organisation.id.in_(counsellors))
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]


def organisations(work: Work, kind: str) -> list[Choice]:
    """Active organisations of a kind, by name."""
    rows = work.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == kind, Organisation.active)
        .order_by(Organisation.name, Organisation.id)
    )
    return [(str(organisation_id), name) for organisation_id, name in rows]


def people(work: Work, role: Role, organisation_ids: set[int] | frozenset[int] | None) -> list[Choice]:
    """Active users with a role (in some organisations), with the organisation's name where there are several."""
    query = (
        select(User.id, User.name, Organisation.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.role == role.value, User.active)
        .order_by(User.name, User.id)
    )
    if organisation_ids is not None and not work.actor.may(Permission.USER_MANAGE) and not work.actor.system:
        query = query.where(Membership.organisation_id.in_(organisation_ids))
    rows = work.session.execute(query).all()
    several = len({organisation for _, _, organisation in rows}) > 1
    return [(str(user_id), f"{name} ({organisation})" if several else name) for user_id, name, organisation in rows]
