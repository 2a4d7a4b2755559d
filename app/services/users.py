"""Accounts: create, passwords, roles in organisations, closing, API tokens.

The last administrator can be neither closed nor stripped of that role (security.md 12).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.codes import OrganisationKind
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import say
from app.models import task as tasks
from app.models.case import OPEN, Case, CaseParty
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.task import Task
from app.models.user import ApiToken, Membership, User
from app.services import audit, organisations, passwords
from app.services.fields import Fields
from app.services.parties import set_party

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
        _ensure_may_manage(actor)
        key = organisation_key.strip().lower()
        organisation_id = session.scalar(select(Organisation.id).where(Organisation.key == key))
        if organisation_id is None:
            kind = _KIND_OF_ROLE.get(role, OrganisationKind.DEPARTMENT)
            new = organisations.NewOrganisation(key=key, name=organisation_key.strip(), kind=kind)
            organisation_id = organisations.add(session, actor, new).id
        return add(session, actor, NewUser(email, role, organisation_id, name)).id


def add(session: Session, actor: Actor, new: NewUser) -> User:
    """The inside of `create`, for a use case that creates accounts as part of its own transaction."""
    _ensure_may_manage(actor)
    fields = Fields()
    email = fields.email("email", new.email)
    name = fields.optional_line("name", new.name, 200) or email[:200]
    role = fields.one_of("role", new.role, frozenset(Role))
    language = fields.one_of("language", new.language, _LANGUAGES)
    _check_places(session, fields, new)
    if new.password is not None:
        _check_password(fields, "password", new.password)
    fields.ensure()
    user = session.scalars(select(User).where(User.email == email)).first()
    if user is None:
        user = User(
            email=email, name=name, language=language, person_id=new.person_id, session_salt=_salt(), active=True,
            created_at=now(session),
        )  # fmt: skip
        session.add(user)
        session.flush()
        audit.record(session, Tag.USER_CREATED, actor=actor, user=user.id, role=role, organisation=new.organisation_id)
    if new.password is not None and user.password_hash is None:
        user.password_hash = passwords.hash(new.password)
    _give_role(session, actor, user, Role(role), new.organisation_id)
    return user


def set_password(actor: Actor, user_id: int, password: str) -> None:
    """Give an account a new password (an administrator does); its sessions elsewhere end."""
    with db.transaction() as session:
        user = _managed(session, actor, user_id)
        _change_password(session, actor, user, password)


def change_own_password(actor: Actor, old: str, new: str) -> None:
    """Change one's own password, knowing the old one; one's sessions elsewhere end."""
    with db.transaction() as session:
        user = session.get(User, actor.user_id) if actor.user_id is not None else None
        if user is None:
            raise NotAllowed()
        if not passwords.verify(user.password_hash, old):
            raise AnswersInvalid({"old": [say("Dit is niet uw huidige wachtwoord.")]})
        _change_password(session, actor, user, new)


def grant(actor: Actor, user_id: int, role: str, organisation_id: int) -> None:
    """Give an account one more role. Nothing happens when it has the role already."""
    with db.transaction() as session:
        user = _managed(session, actor, user_id)
        fields = Fields()
        code = fields.one_of("role", role, frozenset(Role))
        if session.get(Organisation, organisation_id) is None:
            fields.refuse("organisation_id", say("Kies een organisatie uit de lijst."))
        fields.ensure()
        _give_role(session, actor, user, Role(code), organisation_id)


def withdraw(actor: Actor, user_id: int, role: str, organisation_id: int) -> None:
    """Take a role away; what the account had open in that role goes back to the team."""
    with db.transaction() as session:
        _take_turns(session)
        user = _managed(session, actor, user_id)
        membership = session.scalars(
            select(Membership).where(
                Membership.user_id == user.id, Membership.role == role, Membership.organisation_id == organisation_id
            )
        ).first()
        if membership is None:
            raise NotVisible()
        if role == Role.ADMINISTRATOR:
            _ensure_administrator_left(session, without_membership=membership.id)
        session.delete(membership)
        _leave_cases(session, actor, user.id, role, organisation_id)
        _return_tasks(session, actor, user.id, role, organisation_id)
        audit.record(
            session,
            Tag.USER_CHANGED,
            actor=actor,
            user=user.id,
            fields=["role"],
            role=role,
            organisation=organisation_id,
        )


def mark_same_person(actor: Actor, user_id: int, other_id: int) -> None:
    """Note that two accounts belong to one human being, so that they never count as four eyes (security.md 39)."""
    with db.transaction() as session:
        user, other = _managed(session, actor, user_id), _managed(session, actor, other_id)
        if user.id == other.id:
            raise AnswersInvalid({"other": [say("Kies een ander account.")]})
        first, joined = other.same_person_as or other.id, user.same_person_as or user.id
        linked = or_(User.id == joined, User.same_person_as == joined)
        session.execute(update(User).where(linked, User.id != first).values(same_person_as=first))
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["same_person_as"])


def deactivate(actor: Actor, user_id: int) -> None:
    """Close an account: it cannot sign in, its tokens and sessions end, its open tasks go back to the team."""
    with db.transaction() as session:
        _take_turns(session)
        user = _managed(session, actor, user_id)
        if not user.active:
            return
        _ensure_administrator_left(session, without_user=user.id)
        user.active, user.session_salt = False, _salt()
        _revoke(session, user.id)
        _leave_cases(session, actor, user.id)
        _return_tasks(session, actor, user.id)
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["active"])


def reactivate(actor: Actor, user_id: int) -> None:
    """Open a closed account again, with the roles it still has. Tokens stay revoked."""
    with db.transaction() as session:
        user = _managed(session, actor, user_id)
        if user.active:
            return
        user.active = True
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["active"])


def issue_token(actor: Actor, user_id: int) -> str:
    """Make an API token for an account: one's own, or anybody's for an administrator. Shown once, kept as a digest."""
    with db.transaction() as session:
        user = session.get(User, user_id) if actor.user_id == user_id else _managed(session, actor, user_id)
        if user is None or not user.active:
            raise Conflict(say("Dit account is gesloten."))
        token = f"tj_{secrets.token_urlsafe(32)}"
        row = ApiToken(user_id=user.id, digest=token_digest(token), created_at=now(session))
        session.add(row)
        session.flush()
        audit.record(session, Tag.USER_TOKEN, actor=actor, user=user.id, token=row.id)
        return token


def revoke_tokens(actor: Actor, user_id: int) -> None:
    """End every API token of an account: one's own, or anybody's for an administrator."""
    with db.transaction() as session:
        if actor.user_id != user_id:
            _managed(session, actor, user_id)
        _revoke(session, user_id)
        audit.record(session, Tag.USER_CHANGED, actor=actor, user=user_id, fields=["tokens"])


def token_digest(token: str) -> str:
    """What is kept of a token. A token is 256 random bits: a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


# helpers


def _ensure_may_manage(actor: Actor) -> None:
    if not actor.may(Permission.USER_MANAGE):
        raise NotAllowed(say("U kunt geen accounts beheren."))


def _managed(session: Session, actor: Actor, user_id: int) -> User:
    _ensure_may_manage(actor)
    user = session.scalars(select(User).where(User.id == user_id).with_for_update()).first()
    if user is None:
        raise NotVisible()
    return user


def _check_places(session: Session, fields: Fields, new: NewUser) -> None:
    organisation = session.get(Organisation, new.organisation_id)
    if organisation is None or not organisation.active:
        fields.refuse("organisation_id", say("Kies een organisatie uit de lijst."))
    if new.person_id is not None and session.get(Person, new.person_id) is None:
        fields.refuse("person_id", say("Kies een werknemer uit de lijst."))


def _check_password(fields: Fields, field: str, password: str) -> None:
    if len(password) < passwords.MIN_LENGTH:
        fields.refuse(field, say("Een wachtwoord telt ten minste %(least)s tekens.", least=passwords.MIN_LENGTH))
    elif len(password) > passwords.MAX_LENGTH:
        fields.refuse(field, say("Een wachtwoord telt ten hoogste %(most)s tekens.", most=passwords.MAX_LENGTH))


def _change_password(session: Session, actor: Actor, user: User, password: str) -> None:
    fields = Fields()
    _check_password(fields, "new", password)
    fields.ensure()
    user.password_hash = passwords.hash(password)
    user.session_salt = _salt()
    audit.record(session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["password"])


def _give_role(session: Session, actor: Actor, user: User, role: Role, organisation_id: int) -> None:
    has = session.scalar(
        select(Membership.id).where(
            Membership.user_id == user.id,
            Membership.role == role.value,
            Membership.organisation_id == organisation_id,
        )
    )
    if has is not None:
        return
    session.add(Membership(user_id=user.id, role=role.value, organisation_id=organisation_id))
    session.flush()
    audit.record(
        session, Tag.USER_CHANGED, actor=actor, user=user.id, fields=["role"], role=role.value,
        organisation=organisation_id,
    )  # fmt: skip


def _take_turns(session: Session) -> None:
    """Two administrators who remove each other at once do so one after the other: before anything else is locked, and
    in one order, lest each waits for the other."""
    administrators = select(Membership.id).where(Membership.role == Role.ADMINISTRATOR.value).order_by(Membership.id)
    session.execute(administrators.with_for_update())


def _ensure_administrator_left(
    session: Session, *, without_user: int | None = None, without_membership: int | None = None
) -> None:
    """Somebody must keep the keys."""
    rows = session.execute(
        select(Membership.id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ADMINISTRATOR.value, User.active)
    ).all()
    left = [row for row in rows if row.user_id != without_user and row.id != without_membership]
    if rows and not left:
        raise Conflict(say("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))


def _revoke(session: Session, user_id: int) -> None:
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now(session))
    )


def _leave_cases(
    session: Session, actor: Actor, user_id: int, role: str | None = None, organisation_id: int | None = None
) -> None:
    """Running cases that name the account go to its team, so that new tasks do not land with somebody who left."""
    query = (
        select(Case, CaseParty)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.user_id == user_id, Case.status == OPEN, CaseParty.role != Role.WORKER.value)
        .order_by(Case.id)
    )
    if role is not None:
        query = query.where(CaseParty.role == role, CaseParty.organisation_id == organisation_id)
    for case, party in session.execute(query.with_for_update()):
        set_party(session, case, Role(party.role), party.organisation_id, None, actor=actor)


def _return_tasks(
    session: Session, actor: Actor, user_id: int, role: str | None = None, organisation_id: int | None = None
) -> None:
    """Open tasks of the account become the team's; personal ones (of an employee) stay his."""
    query = select(Task).where(Task.assignee_id == user_id, Task.status == tasks.OPEN, Task.role != Role.WORKER.value)
    if role is not None:
        query = query.where(Task.role == role, Task.organisation_id == organisation_id)
    for task in session.scalars(query.with_for_update()):
        task.assignee_id = None
        audit.record(
            session, Tag.TASK_RELEASED, actor=actor, case_id=task.case_id, process=task.process, element=task.element,
            task=task.id,
        )  # fmt: skip


def _salt() -> str:
    return secrets.token_hex(16)
