"""Messages of webhooks: what came of a try, and what a person may ask of one: a test, or once more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import SYSTEM, Actor
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotVisible
from app.domain.text import say
from app.domain.webhooks import PATIENCE, TOO_LONG, Answer, Event, body_of_test
from app.models import webhook as webhooks
from app.models.base import new_id
from app.models.clock import now
from app.models.webhook import Delivery, Webhook
from app.services import audit
from app.services.webhook_in_hand import in_hand
from app.services.webhook_news import tell_administrators

_BATCH = 200


def send_test(actor: Actor, webhook_id: int) -> int:
    """Have a message sent that says nothing, also to a receiver that is paused; returns its id.

    It goes once: who tests looks himself what comes of it. Refusals: NotVisible, NotAllowed.
    """
    with db.transaction() as session:
        webhook = in_hand(session, actor, webhook_id)
        moment = now(session)
        row = Delivery(
            id=new_id(),
            webhook_id=webhook.id,
            event=Event.TEST.value,
            body=body_of_test(moment),
            created_at=moment,
            next_at=moment,
        )
        session.add(row)
        webhook.rests_until = None
        audit.record(session, Tag.WEBHOOK_SENT, actor=actor, webhook=webhook.id, delivery=row.id, event=row.event)
        return row.id


def send_again(actor: Actor, webhook_id: int, delivery_id: int) -> None:
    """Have a message sent once more, now, under the same id. Refusals: NotVisible, NotAllowed, Conflict (paused)."""
    with db.transaction() as session:
        webhook = in_hand(session, actor, webhook_id)
        row = session.get(Delivery, delivery_id, with_for_update=True)
        if row is None or row.webhook_id != webhook.id:
            raise NotVisible()
        if webhook.state == webhooks.PAUSED and row.event != Event.TEST:
            raise Conflict(say("Deze webhook staat op pauze. Laat hem eerst verdergaan."))
        row.state, row.attempts, row.next_at = webhooks.WAITING, 0, now(session)
        webhook.rests_until = None
        audit.record(session, Tag.WEBHOOK_SENT, actor=actor, webhook=webhook.id, delivery=row.id, event=row.event)


def skip_waiting(session: Session, webhook_id: int) -> None:
    """What waits for this receiver is not delivered any more."""
    waiting = update(Delivery).where(Delivery.webhook_id == webhook_id, Delivery.state == webhooks.WAITING)
    session.execute(waiting.values(state=webhooks.SKIPPED))


def wake_waiting(session: Session, webhook_id: int) -> None:
    """What waits for this receiver goes now, as if it had never been tried."""
    waiting = update(Delivery).where(Delivery.webhook_id == webhook_id, Delivery.state == webhooks.WAITING)
    session.execute(waiting.values(attempts=0, next_at=now(session)))


def note(session: Session, delivery_id: int, answer: Answer) -> None:
    """What came of a try: delivered, tried again later, or given up; a receiver that fails is left alone for a while,
    one that took nothing for days, or says never to come again (410), is paused. Nothing where it was settled already.
    """
    webhook = session.scalars(
        select(Webhook)
        .join(Delivery, Delivery.webhook_id == Webhook.id)
        .where(Delivery.id == delivery_id)
        .with_for_update(of=Webhook)
    ).first()
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if webhook is None or row is None or row.state != webhooks.WAITING:
        return
    moment = now(session)
    row.tried_at, row.attempts = moment, row.attempts + 1
    row.last_code, row.last_problem = answer.code, answer.problem
    if answer.accepted:
        row.state = webhooks.DELIVERED
        webhook.failures, webhook.failing_since, webhook.rests_until = 0, None, None
    elif row.event == Event.TEST:
        row.state = webhooks.GIVEN_UP
    else:
        _note_failure(session, webhook, row, answer, moment)


def _note_failure(session: Session, webhook: Webhook, row: Delivery, answer: Answer, moment: datetime) -> None:
    """Who takes nothing at all is asked less and less often, and then not at all: what waits is kept for it meanwhile.
    A message is given up where the receiver takes others, but never this one."""
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or moment
    webhook.rests_until = moment + PATIENCE[min(webhook.failures, len(PATIENCE)) - 1]
    if answer.gone:
        pause(session, SYSTEM, webhook, webhooks.GONE)
    elif moment - webhook.failing_since >= TOO_LONG:
        pause(session, SYSTEM, webhook, webhooks.FAILING)
    elif row.attempts > len(PATIENCE):
        row.state = webhooks.GIVEN_UP
        return
    row.next_at = moment + PATIENCE[min(row.attempts, len(PATIENCE)) - 1]


def pause(session: Session, actor: Actor, webhook: Webhook, because: str) -> None:
    """Nothing goes to this receiver until a person lets it go on; where Traject did it, the administrators are told."""
    if webhook.state == webhooks.PAUSED:
        return
    webhook.state, webhook.paused_because = webhooks.PAUSED, because
    audit.record(session, Tag.WEBHOOK_PAUSED, actor=actor, webhook=webhook.id, because=because)
    if because != webhooks.BY_PERSON:
        tell_administrators(session, webhook)


def forget(*, done_before: timedelta, other_before: timedelta) -> None:
    """Forget messages that were delivered so long ago, and others that were made so long ago, whatever became of them.

    A bite at a time: on SQLite who wants to write waits for the whole of a transaction.
    """
    while _forget_some(done_before, other_before) == _BATCH:
        pass


def _forget_some(done_before: timedelta, other_before: timedelta) -> int:
    with db.transaction() as session:
        moment = now(session)
        done = (Delivery.state == webhooks.DELIVERED) & (Delivery.created_at < moment - done_before)
        others = (webhooks.WAITING, webhooks.GIVEN_UP, webhooks.SKIPPED)
        other = Delivery.state.in_(others) & (Delivery.created_at < moment - other_before)
        old = session.scalars(select(Delivery.id).where(or_(done, other)).limit(_BATCH)).all()
        session.execute(delete(Delivery).where(Delivery.id.in_(old)))
        return len(old)
