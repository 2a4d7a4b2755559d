"""Accounts: who somebody is when he comes in, and the lists administrators see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Membership, Permission, Role
from app.domain.errors import NotAllowed, NotVisible
from app.domain.search import fold
from app.models.organisation import Organisation
from app.models.user import ApiToken, User
from app.models.user import Membership as MembershipRow
from app.prepared import Prepared
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor


@dataclass(frozen=True)
class RoleRow:
    """A role of an account, with the organisation's name."""

    role: Role
    organisation_id: int
    organisation_name: str


@dataclass(frozen=True)
class UserRow:
    """An account as lists show it."""

    id: int
    name: str
    email: str
    active: bool
    person_id: int | None
    language: str
    created_at: datetime
    roles: tuple[RoleRow, ...]
    has_token: bool


_ACCOUNT = (
    select(User.id, User.name, User.person_id, MembershipRow.role, MembershipRow.organisation_id)
    .join(MembershipRow, MembershipRow.user_id == User.id, isouter=True)
    .where(User.active)
)
# Made once: every request asks one of them, and making a statement costs more than asking it.
_BY_ID = Prepared(_ACCOUNT.where(User.id == bindparam("asked")))
_BY_TOKEN = Prepared(
    _ACCOUNT.join(ApiToken, ApiToken.user_id == User.id).where(
        ApiToken.digest == bindparam("asked"), ApiToken.revoked_at.is_(None)
    )
)


def actor_for(session: Session, user_id: int) -> Actor | None:
    """The account as an actor, with all its roles; None when it is unknown or closed. One statement."""
    return _actor(session.connection(), _BY_ID, user_id)


def actor_by_token(connection: Connection, digest: str) -> Actor | None:
    """The account an API token belongs to, by the token's digest (services.tokens.token_digest); None when revoked."""
    return _actor(connection, _BY_TOKEN, digest)


def _actor(connection: Connection, question: Prepared, asked: int | str) -> Actor | None:
    rows = question.all(connection, asked=asked)
    if not rows:
        return None
    memberships = frozenset(Membership(Role(row.role), row.organisation_id) for row in rows if row.role is not None)
    return Actor(user_id=rows[0].id, name=rows[0].name, memberships=memberships, person_id=rows[0].person_id)


def id_of(session: Session, email: str) -> int | None:
    """The id of the account with this address, or None."""
    if "\0" in email:  # no address, and PostgreSQL would not even look
        return None
    return session.scalar(select(User.id).where(User.email == email.strip().lower()))


def page(session: Session, actor: Actor, *, q: str = "", after: str | None = None, limit: int = 50) -> Page[UserRow]:
    """A page of accounts, by address, for who manages them. `q` searches name and address."""
    if not actor.may(Permission.USER_MANAGE):
        raise NotAllowed()
    limit = checked_limit(limit)
    query = select(User)
    for word in fold(q).split():
        query = query.where(
            or_(func.lower(User.name).contains(word, autoescape=True), User.email.contains(word, autoescape=True))
        )
    key = decode_cursor(after, str)
    if key is not None:
        query = query.where(User.email > key[0])
    users = session.scalars(query.order_by(User.email).limit(limit + 1)).all()
    more = encode_cursor(users[limit - 1].email) if len(users) > limit else None
    return Page(_rows(session, list(users[:limit])), more)


def one(session: Session, actor: Actor, user_id: int) -> UserRow:
    """One account: anybody's for who manages accounts, else one's own."""
    user = session.get(User, user_id)
    if user is None or not (actor.may(Permission.USER_MANAGE) or actor.user_id == user_id):
        raise NotVisible()
    return _rows(session, [user])[0]


def same_person(session: Session, user_id: int) -> list[tuple[int, str]]:
    """The other accounts of the same human being, as id and address (the caller manages accounts)."""
    first = select(func.coalesce(User.same_person_as, User.id)).where(User.id == user_id).scalar_subquery()
    linked = func.coalesce(User.same_person_as, User.id) == first
    rows = session.execute(select(User.id, User.email).where(linked, User.id != user_id).order_by(User.email))
    return [(row.id, row.email) for row in rows]


def _rows(session: Session, users: list[User]) -> list[UserRow]:
    """The accounts with their roles and whether they have a token: two statements whatever their number."""
    ids = [user.id for user in users]
    roles: dict[int, list[RoleRow]] = {user_id: [] for user_id in ids}
    for user_id, role, organisation_id, name in session.execute(
        select(MembershipRow.user_id, MembershipRow.role, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == MembershipRow.organisation_id)
        .where(MembershipRow.user_id.in_(ids))
        .order_by(MembershipRow.id)
    ):
        roles[user_id].append(RoleRow(Role(role), organisation_id, name))
    tokens = set(
        session.scalars(select(ApiToken.user_id).where(ApiToken.user_id.in_(ids), ApiToken.revoked_at.is_(None)))
    )
    return [
        UserRow(
            user.id, user.name, user.email, user.active, user.person_id, user.language, user.created_at,
            tuple(roles[user.id]), user.id in tokens,
        )
        for user in users
    ]  # fmt: skip
