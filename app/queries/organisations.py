"""Organisations: the list, and one with its establishments and people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, select, tuple_
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission, Role
from app.domain.errors import NotVisible
from app.domain.identifiers import InvalidIdentifier, enterprise_number
from app.models.organisation import Establishment, Organisation
from app.models.user import Membership, User
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.queries.visible import visible_organisation


@dataclass(frozen=True)
class StaffRow:
    """Somebody who works at the organisation."""

    user_id: int
    name: str
    role: Role


@dataclass(frozen=True)
class OrganisationView:
    """One organisation with its establishments and staff."""

    organisation: Organisation
    establishments: list[Establishment]
    staff: list[StaffRow]


def page(
    session: Session,
    actor: Actor,
    *,
    q: str = "",
    kind: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[Organisation]:
    """A page of organisations the actor sees, by name. `q` is part of the name, or an enterprise number."""
    limit = checked_limit(limit)
    query = select(Organisation).where(_readable(actor), *_search(q))
    if kind:
        query = query.where(Organisation.kind == kind)
    key = decode_cursor(after, str, int)
    if key is not None:
        query = query.where(tuple_(Organisation.name, Organisation.id) > key)
    rows = session.scalars(query.order_by(Organisation.name, Organisation.id).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(list(rows[:limit]), encode_cursor(last.name, last.id) if last else None)


def choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of every active organisation the actor sees, by name."""
    query = select(Organisation.id, Organisation.name).where(_readable(actor), Organisation.active)
    return [(row.id, row.name) for row in session.execute(query.order_by(Organisation.name, Organisation.id))]


def one(session: Session, actor: Actor, organisation_id: int) -> OrganisationView:
    """One organisation the actor sees. NotVisible otherwise."""
    found = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id, _readable(actor))
    ).one_or_none()
    if found is None:
        raise NotVisible()
    establishments = session.scalars(
        select(Establishment)
        .where(Establishment.organisation_id == organisation_id)
        .order_by(Establishment.name, Establishment.id)
    ).all()
    staff = session.execute(
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id, User.active, Membership.role != Role.WORKER.value)
        .order_by(User.name, User.id, Membership.role)
    )
    return OrganisationView(found, list(establishments), [StaffRow(row[0], row[1], Role(row[2])) for row in staff])


def _readable(actor: Actor) -> ColumnElement[bool]:
    """The same condition for the list and for one."""
    if not actor.may(Permission.ORGANISATION_READ):
        return false()
    return visible_organisation(actor)


def _search(q: str) -> list[ColumnElement[bool]]:
    if sum(character.isdigit() for character in q) >= 9:
        try:
            return [Organisation.number == enterprise_number(q)]
        except InvalidIdentifier:
            return [false()]
    lowered = func.lower(Organisation.name)
    return [lowered.contains(word, autoescape=True) for word in q.lower().split()]
