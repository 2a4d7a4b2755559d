"""Webhooks: registering the receiver of another program, changing it, pausing it, taking it away."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict
from app.domain.text import say
from app.domain.webhook_address import LONGEST, InvalidAddress, read_address
from app.domain.webhook_signature import SECRET_BYTES, secret_from
from app.domain.webhooks import CHOICES, SECRETS_OVERLAP
from app.models import webhook as webhooks
from app.models.audit import AuditHead
from app.models.clock import now
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.models.webhook import Delivery, Webhook
from app.services import audit, deliveries
from app.services.fields import Fields
from app.services.webhook_in_hand import ensure_manages, in_hand

_EVENTS = frozenset(event.value for event in CHOICES)


@dataclass(frozen=True)
class Wish:
    """A receiver as typed. Without `process` or `organisation_id` it hears of all of them."""

    name: str
    address: str
    events: list[str] = field(default_factory=list)
    process: str | None = None
    organisation_id: int | None = None


def register(actor: Actor, wish: Wish, *, local: bool) -> tuple[int, str]:
    """A new receiver, which hears of what happens from now on. Returns its id and its secret, to be shown this once.

    `local`: this very machine may receive, too (anywhere but in production). Refusals: NotAllowed, AnswersInvalid.
    """
    ensure_manages(actor)
    secret = _new_secret()
    with _one_name(), db.transaction() as session:
        row = Webhook(
            **_checked(session, wish, local=local),
            secret=secret,
            position=_end_of_trail(session),
            created_by=actor.user_id,
            created_at=now(session),
        )
        session.add(row)
        session.flush()
        audit.record(session, Tag.WEBHOOK_REGISTERED, actor=actor, webhook=row.id, **_told(row))
        return row.id, secret


def change(actor: Actor, webhook_id: int, wish: Wish, *, local: bool) -> None:
    """Another name, address or choice of events. Refusals: NotAllowed, NotVisible, AnswersInvalid."""
    with _one_name(), db.transaction() as session:
        row = in_hand(session, actor, webhook_id)
        values = _checked(session, wish, local=local)
        changed = sorted(key for key, value in values.items() if getattr(row, key) != value)
        if not changed:
            return
        for key in changed:
            setattr(row, key, values[key])
        if "address" in changed:  # what is wrong with the former one says nothing of this one
            row.failures, row.failing_since, row.rests_until = 0, None, None
        audit.record(session, Tag.WEBHOOK_CHANGED, actor=actor, webhook=row.id, fields=changed, **_told(row))


def renew_secret(actor: Actor, webhook_id: int) -> str:
    """A new secret, to be shown this once; for a day messages are signed with both.

    Refusals: NotAllowed, NotVisible.
    """
    with db.transaction() as session:
        row = in_hand(session, actor, webhook_id)
        row.old_secret, row.old_secret_until = row.secret, now(session) + SECRETS_OVERLAP
        row.secret = _new_secret()
        audit.record(session, Tag.WEBHOOK_CHANGED, actor=actor, webhook=row.id, fields=["secret"])
        return row.secret


def pause(actor: Actor, webhook_id: int) -> None:
    """Deliver nothing for a while. What happens meanwhile is kept. Refusals: NotAllowed, NotVisible, Conflict."""
    with db.transaction() as session:
        row = in_hand(session, actor, webhook_id)
        if row.state == webhooks.PAUSED:
            raise Conflict(say("Deze webhook staat al op pauze."))
        deliveries.pause(session, actor, row, webhooks.BY_PERSON)


def resume(actor: Actor, webhook_id: int, *, skip: bool) -> None:
    """Deliver again: all that happened meanwhile, or with `skip` only what happens from now on.

    Refusals: NotAllowed, NotVisible, Conflict.
    """
    with db.transaction() as session:
        row = in_hand(session, actor, webhook_id)
        if row.state == webhooks.ACTIVE:
            raise Conflict(say("Deze webhook staat niet op pauze."))
        row.state, row.paused_because = webhooks.ACTIVE, None
        row.failures, row.failing_since, row.rests_until = 0, None, None
        if skip:
            row.position = _end_of_trail(session)
            deliveries.skip_waiting(session, row.id)
        else:
            deliveries.wake_waiting(session, row.id)
        audit.record(session, Tag.WEBHOOK_RESUMED, actor=actor, webhook=row.id, skipped=skip)


def remove(actor: Actor, webhook_id: int, *, sure: bool) -> None:
    """Forget the receiver and what was delivered to it; the trail keeps that there was one.

    Refusals: NotAllowed, NotVisible, AnswersInvalid (not `sure`).
    """
    with db.transaction() as session:
        row = in_hand(session, actor, webhook_id)
        if not sure:
            raise AnswersInvalid({"sure": [say("Vink aan dat u dit wilt: het kan niet ongedaan gemaakt worden.")]})
        session.execute(delete(Delivery).where(Delivery.webhook_id == row.id))
        session.delete(row)
        audit.record(session, Tag.WEBHOOK_REMOVED, actor=actor, webhook=row.id)


def _checked(session: Session, wish: Wish, *, local: bool) -> dict[str, object]:
    fields = Fields()
    name = fields.line("name", wish.name, 100)
    address = fields.line("address", wish.address, LONGEST)
    if "address" not in fields.errors:
        try:
            read_address(address, local=local)
        except InvalidAddress as problem:
            fields.refuse("address", problem.text)
    if not wish.events or not set(wish.events) <= _EVENTS:
        fields.refuse("events", say("Kies ten minste één gebeurtenis uit de lijst."))
    if wish.process and not _is_there(session, select(Definition.id).where(Definition.process == wish.process)):
        fields.refuse("process", say("Kies iets uit de lijst."))
    place = wish.organisation_id
    if place is not None and not _is_there(session, select(Organisation.id).where(Organisation.id == place)):
        fields.refuse("organisation_id", say("Kies iets uit de lijst."))
    fields.ensure()
    events = [event.value for event in CHOICES if event.value in wish.events]
    return {
        "name": name, "address": address, "events": events, "process": wish.process or None, "organisation_id": place,
    }  # fmt: skip


@contextmanager
def _one_name() -> Iterator[None]:
    """Two receivers of one name are told apart by nobody, and a form sent twice makes one."""
    try:
        yield
    except IntegrityError:
        raise AnswersInvalid({"name": [say("Er is al een webhook met deze naam.")]}) from None


def _is_there(session: Session, found: Select[tuple[int]]) -> bool:
    return session.scalar(found.limit(1)) is not None


def _end_of_trail(session: Session) -> int:
    return session.scalar(select(AuditHead.number)) or 0


def _new_secret() -> str:
    return secret_from(secrets.token_bytes(SECRET_BYTES))


def _told(row: Webhook) -> dict[str, Any]:
    """What the trail keeps of where data goes: the name of the machine, not the whole address (it may hold a key)."""
    return {
        "host": urlsplit(row.address).hostname, "events": list(row.events), "process": row.process,
        "organisation": row.organisation_id,
    }  # fmt: skip
