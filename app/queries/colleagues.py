"""Who can be chosen: the coaches of enterprises, the enterprises somebody may register people for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Role
from app.models.organisation import Organisation
from app.models.user import Membership, User
from app.prepared import Prepared

_FOR_ANYBODY = frozenset({Role.VDAB_COUNSELLOR, Role.ADMINISTRATOR})


def enterprises(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the enterprises this actor may register employees for: his own; all of them for VDAB."""
    query = select(Organisation.id, Organisation.name).where(Organisation.kind == "enterprise", Organisation.active)
    if not actor.roles & _FOR_ANYBODY:
        query = query.where(Organisation.id.in_(actor.organisation_ids))
    return [(row.id, row.name) for row in session.execute(query.order_by(Organisation.name))]


def coaches(session: Session, organisation_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(id, name) of the open accounts that coach in these enterprises."""
    return with_role(session, Role.COACH.value, organisation_ids)


def with_role(session: Session, role: str, organisation_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(id, name) of the open accounts with a role in these organisations, by name."""
    rows = _with_role(tuple(organisation_ids)).all(session.connection(), role=role)
    return [(row.id, row.name) for row in rows]


@lru_cache(maxsize=500)
def _with_role(organisation_ids: tuple[int, ...]) -> Prepared:
    return Prepared(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(User.active, Membership.role == bindparam("role"), Membership.organisation_id.in_(organisation_ids))
        .order_by(User.name, User.id)
        .distinct()
    )


def names(session: Session, organisation_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(id, name) of these organisations, by name."""
    return [(row.id, row.name) for row in _names(tuple(organisation_ids)).all(session.connection())]


@lru_cache(maxsize=500)
def _names(organisation_ids: tuple[int, ...]) -> Prepared:
    return Prepared(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(organisation_ids))
        .order_by(Organisation.name)
    )
