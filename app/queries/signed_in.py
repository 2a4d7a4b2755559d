"""The account behind a session: read at every request, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Membership, Role
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.prepared import Prepared

# Made once: every page asks it, and making a statement costs more than asking it.
_ACCOUNT = Prepared(
    select(
        User.id,
        User.name,
        User.person_id,
        User.session_salt,
        User.language,
        MembershipRow.role,
        MembershipRow.organisation_id,
    )
    .join(MembershipRow, MembershipRow.user_id == User.id, isouter=True)
    .where(User.id == bindparam("asked"), User.active)
)


@dataclass(frozen=True)
class Account:
    """Who it is, the salt its sessions must carry (a new password makes a new salt), and his language."""

    actor: Actor
    session_salt: str
    language: str


def account(session: Session, user_id: int) -> Account | None:
    """The account with all its roles; None when it is unknown or closed."""
    rows = _ACCOUNT.all(session.connection(), asked=user_id)
    if not rows:
        return None
    first = rows[0]
    memberships = frozenset(Membership(Role(row.role), row.organisation_id) for row in rows if row.role is not None)
    actor = Actor(user_id=first.id, name=first.name, memberships=memberships, person_id=first.person_id)
    return Account(actor, first.session_salt, first.language)
