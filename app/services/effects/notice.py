"""Notices: reminders and messages to the people of a role on the case; the worker mails them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.domain.access import Role
from app.domain.audit import Tag
from app.models.base import new_id
from app.models.record import Notice
from app.models.user import Membership, User
from app.services import audit, mail
from app.services.effects.registry import effect
from app.services.parties import parties_of
from app.services.work import Work


@effect("notice", asks_cases=False)
def notice(work: Work, payload: dict[str, Any]) -> None:
    """Write a notice for every person who does the work of `role` on this case: `{role, subject, text}`.

    A role without a party gets one notice without addressee, so that the case shows nobody was told.
    """
    role = Role(payload["role"])
    recipients = _recipients(work, role)
    addressees: list[int | None] = [*recipients] or [None]
    rows = [
        Notice(
            id=new_id(),
            case_id=work.case.id,
            role=role.value,
            user_id=user_id,
            subject=str(payload["subject"])[:200],
            text=str(payload["text"]),
            created_at=work.now,
            mail_status="pending" if user_id else "none",
        )
        for user_id in addressees
    ]
    work.session.add_all(rows)
    for row in rows:
        mail.ask(work.session, row)
    audit.record(
        work.session,
        Tag.NOTICE_SENT,
        actor=work.actor,
        case_id=work.case.id,
        role=role.value,
        notice=rows[0].id,
        recipients=len(recipients),
    )


def _recipients(work: Work, role: Role) -> list[int]:
    party = parties_of(work.session, work.case.id).get(role.value)
    if party is None:
        return []
    if party.user_id is not None:
        return [party.user_id]
    members = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == role.value, Membership.organisation_id == party.organisation_id, User.active)
        .order_by(User.id)
    )
    with work.session.no_autoflush:  # notices to several roles are then written together
        return list(work.session.scalars(members))
