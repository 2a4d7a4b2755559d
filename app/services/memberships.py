"""The roles of an account in organisations: given, taken away. The last administrator keeps his (security.md 12)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Role
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotVisible
from app.domain.text import say
from app.models.organisation import Organisation
from app.models.user import Membership, User
from app.services import audit
from app.services.account_in_hand import managed
from app.services.fields import Fields
from app.services.leaving import leave_cases, return_tasks


def grant(actor: Actor, user_id: int, role: str, organisation_id: int) -> None:
    """Give an account one more role. Nothing happens when it has the role already."""
    with db.transaction() as session:
        user = managed(session, actor, user_id)
        fields = Fields()
        code = fields.one_of("role", role, frozenset(Role))
        if session.get(Organisation, organisation_id) is None:
            fields.refuse("organisation_id", say("Kies een organisatie uit de lijst."))
        fields.ensure()
        give_role(session, actor, user, Role(code), organisation_id)


def withdraw(actor: Actor, user_id: int, role: str, organisation_id: int) -> None:
    """Take a role away; what the account had open in that role goes back to the team."""
    with db.transaction() as session:
        take_turns(session)
        user = managed(session, actor, user_id)
        membership = session.scalars(
            select(Membership).where(
                Membership.user_id == user.id, Membership.role == role, Membership.organisation_id == organisation_id
            )
        ).first()
        if membership is None:
            raise NotVisible()
        if role == Role.ADMINISTRATOR:
            ensure_administrator_left(session, without_membership=membership.id)
        session.delete(membership)
        leave_cases(session, actor, user.id, role, organisation_id)
        return_tasks(session, actor, user.id, role, organisation_id)
        audit.record(
            session,
            Tag.USER_CHANGED,
            actor=actor,
            user=user.id,
            fields=["role"],
            role=role,
            organisation=organisation_id,
        )


def give_role(session: Session, actor: Actor, user: User, role: Role, organisation_id: int) -> None:
    """The inside of `grant`."""
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


def take_turns(session: Session) -> None:
    """Two administrators who remove each other at once do so one after the other: before anything else is locked, and
    in one order, lest each waits for the other."""
    administrators = select(Membership.id).where(Membership.role == Role.ADMINISTRATOR.value).order_by(Membership.id)
    session.execute(administrators.with_for_update())


def ensure_administrator_left(
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
