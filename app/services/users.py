"""Accounts: create, close, open again; which of them are one human being.

The last administrator cannot be closed (security.md 12).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Role
from app.domain.audit import Tag
from app.domain.codes import OrganisationKind
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.user import User
from app.services import audit, calendar_feeds, organisations, passwords, tokens
from app.services.account_in_hand import ensure_may_manage, managed
from app.services.fields import Fields
from app.services.leaving import leave_cases, return_tasks
from app.services.memberships import ensure_administrator_left, give_role, take_turns
from app.services.new_passwords import check_password, fresh_salt

_LANGUAGES = frozenset({"nl", "en"})
_ENTERPRISE = OrganisationKind.ENTERPRISE
_KIND_OF_ROLE: dict[str, OrganisationKind] = {
    Role.WORKER: _ENTERPRISE,
    Role.COACH: _ENTERPRISE,
    Role.EMPLOYER: _ENTERPRISE,
    Role.VDAB_COUNSELLOR: OrganisationKind.VDAB,
    Role.VDAB_EXPERT: OrganisationKind.VDAB,
    Role.APPEALS_SECRETARY: OrganisationKind.VDAB,
    Role.TRANSITION_COACH: OrganisationKind.PROVIDER,
    Role.HOST_EMPLOYER: OrganisationKind.HOST,
    Role.COMMISSIONER: OrganisationKind.AUTHORITY,
    Role.PROCESS_EDITOR: OrganisationKind.PLATFORM,
    Role.ADMINISTRATOR: OrganisationKind.PLATFORM,
}


@dataclass(frozen=True)
class NewUser:
    """An account to create, with its first role. Without `name` the address stands in for it."""

    email: str
    role: str
    organisation_id: int
    name: str | None = None
    password: str | None = None
    person_id: int | None = None
    language: str = "nl"


def create(actor: Actor, new: NewUser) -> int:
    """Create an account with a role in an organisation; returns its id.

    Idempotent: an account that exists gets the role when it lacks it, and a password only when it has none.
    """
    with db.transaction() as session:
        return add(session, actor, new).id


def create_at(actor: Actor, email: str, *, role: str, organisation_key: str, name: str | None = None) -> int:
    """`create`, with the organisation by its key; a key nobody has yet registers an organisation of the role's kind."""
    with db.transaction() as session:
        ensure_may_manage(actor)
        key = organisation_key.strip().lower()
        organisation_id = session.scalar(select(Organisation.id).where(Organisation.key == key))
        if organisation_id is None:
            kind = _KIND_OF_ROLE.get(role, OrganisationKind.DEPARTMENT)
            new = organisations.NewOrganisation(key=key, name=organisation_key.strip(), kind=kind)
            organisation_id = organisations.add(session, actor, new).id
        return add(session, actor, NewUser(email, role, organisation_id, name)).id


def add(session: Session, actor: Actor, new: NewUser) -> User:
    """The inside of `create`, for a use case that creates accounts as part of its own transaction."""
    ensure_may_manage(actor)
    fields = Fields()
    email = fields.email("email", new.email)
    name = fields.optional_line("name", new.name, 200) or email[:200]
    role = fields.one_of("role", new.role, frozenset(Role))
    language = fields.one_of("language", new.language, _LANGUAGES)
    _check_places(session, fields, new)
    if new.password is not None:
        check_password(fields, "password", new.password)
    fields.ensure()
    user = session.scalars(select(User).where(User.email == email)).first()
    if user is None:
        user = User(
            email=email, name=name, language=language, person_id=new.person_id, session_salt=fresh_salt(), active=True,
            created_at=now(session),
        )  # fmt: skip
        session.add(user)
        session.flush()
        audit.record(session, Tag.USER_CREATED, actor=actor, user=user.id, role=role, organisation=new.organisation_id)
    if new.password is not None and user.password_hash is None:
        user.password_hash = passwords.hash(new.password)
    give_role(session, actor, user, Role(role), new.organisation_id)
    return user


def mark_same_person(actor: Actor, user_id: int, other_id: int) -> None:
    """Note that two accounts belong to one human being, so that they never count as four eyes (security.md 39)."""
    with db.transaction() as session:
        user, other = managed(session, actor, user_id), managed(session, actor, other_id)
        if user.id == other.id:
            raise AnswersInvalid({"other": [say("Kies een ander account.")]})
        first, joined = other.same_person_as or other.id, user.same_person_as or user.id
        linked = or_(User.id == joined, User.same_person_as == joined)
        session.execute(update(User).where(linked, User.id != first).values(same_person_as=first))
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["same_person_as"])


def deactivate(actor: Actor, user_id: int) -> None:
    """Close an account: it cannot sign in, tokens, calendar and sessions end, its open tasks go back to the team."""
    with db.transaction() as session:
        take_turns(session)
        user = managed(session, actor, user_id)
        if not user.active:
            return
        ensure_administrator_left(session, without_user=user.id)
        user.active, user.session_salt = False, fresh_salt()
        tokens.revoke_of(session, user.id)
        calendar_feeds.revoke_of(session, user.id)
        leave_cases(session, actor, user.id)
        return_tasks(session, actor, user.id)
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["active"])


def reactivate(actor: Actor, user_id: int) -> None:
    """Open a closed account again, with the roles it still has. Tokens stay revoked."""
    with db.transaction() as session:
        user = managed(session, actor, user_id)
        if user.active:
            return
        user.active = True
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["active"])


def _check_places(session: Session, fields: Fields, new: NewUser) -> None:
    organisation = session.get(Organisation, new.organisation_id)
    if organisation is None or not organisation.active:
        fields.refuse("organisation_id", say("Kies een organisatie uit de lijst."))
    if new.person_id is not None and session.get(Person, new.person_id) is None:
        fields.refuse("person_id", say("Kies een werknemer uit de lijst."))
