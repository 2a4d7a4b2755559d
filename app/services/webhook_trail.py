"""Following the audit trail for webhooks: what receivers asked to hear is written down for them, once, and delivered.

The entry of the trail is what a use case writes in its own transaction; nothing more is asked of it, whether anybody
listens or not. The numbers of the trail are given while its end is locked until the commit, so who has read up to a
number has missed none before it: each receiver's `position` moves in the transaction that writes its messages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app import db
from app.domain.jobs import UNFINISHED, Lane
from app.domain.webhooks import Event, Happened, body_of, tags_of
from app.models import webhook as webhooks
from app.models.audit import Audit, AuditHead
from app.models.base import new_id
from app.models.case import Case
from app.models.clock import now
from app.models.job import Job
from app.models.webhook import Delivery, Webhook
from app.services import jobs
from app.services.audit import moment_text

JOB = "deliver_webhooks"
# How many entries that receivers asked for are read in one transaction, and how many are looked at for that: on SQLite
# others wait until it is done, and who was paused for months has far to go.
_BATCH, _REACH = 200, 20_000
_END = select(AuditHead.number).scalar_subquery()
_BEHIND = and_(Webhook.state == webhooks.ACTIVE, Webhook.position < _END)


def follow(stopping: Callable[[], bool] | None = None) -> int:
    """Write down what is new for every receiver and have it delivered; returns how many messages were written.

    With nothing to do this is one question, answered from the few rows of receivers, and takes no lock.
    """
    written = 0
    while not (stopping and stopping()) and _is_anything_to_do():
        turn = _take_turn()
        if turn is None:  # another worker has it in hand
            break
        written += turn
    return written


def due(moment: datetime) -> ColumnElement[bool]:
    """Whether a message may go now, joined with its receiver. A test also goes to one that is paused."""
    ready = or_(Webhook.state == webhooks.ACTIVE, Delivery.event == Event.TEST.value)
    rested = or_(Webhook.rests_until.is_(None), Webhook.rests_until <= moment)
    return and_(Delivery.state == webhooks.WAITING, Delivery.next_at <= moment, ready, rested)


def _is_anything_to_do() -> bool:
    with db.reading() as session:
        return session.scalar(select(Webhook.id).where(or_(_BEHIND, _to_wake(now(session)))).limit(1)) is not None


def _to_wake(moment: datetime) -> ColumnElement[bool]:
    """Receivers for whom something may go, and whose deliverer is not at work, nor on its way to it."""
    waits = exists(select(Delivery.id).where(Delivery.webhook_id == Webhook.id, due(moment)).correlate(Webhook))
    at_work = exists(select(Job.id).where(Job.id == Webhook.job_id, Job.state.in_(UNFINISHED)).correlate(Webhook))
    return and_(waits, ~at_work)


def _take_turn() -> int | None:
    """Go on from where the receivers are, a batch; how many messages were written. None: nothing could be claimed."""
    with db.transaction() as session:
        end = session.scalar(select(AuditHead.number)) or 0
        wanted = select(Webhook).where(or_(_BEHIND, _to_wake(now(session)))).order_by(Webhook.id)
        claimed = session.scalars(wanted.with_for_update(skip_locked=True, of=Webhook)).all()
        if not claimed:
            return None
        behind = [each for each in claimed if each.state == webhooks.ACTIVE and each.position < end]
        written = _write_down(session, behind, end) if behind else 0
        session.flush()
        woken = select(Webhook).where(Webhook.id.in_([each.id for each in claimed]), _to_wake(now(session)))
        for each in session.scalars(woken):
            each.job_id = jobs.enqueue(session, JOB, {"webhook": each.id}, lane=Lane.WEBHOOK)
        return written


def _write_down(session: Session, behind: Sequence[Webhook], end: int) -> int:
    start = min(each.position for each in behind)
    end = min(end, start + _REACH)
    entries = _entries(session, behind, start, end)
    read_to = entries[-1].number if len(entries) == _BATCH else end
    written = 0
    for each in behind:
        for happened in entries:
            event = happened.event
            if event is not None and happened.number > each.position and _wants(each, event, happened):
                session.add(_delivery(session, each, event, happened))
                written += 1
        each.position = max(each.position, read_to)
    return written


def _entries(session: Session, behind: Sequence[Webhook], start: int, end: int) -> list[Happened]:
    tags = tags_of(frozenset(event for each in behind for event in each.events))
    asked = (
        select(Audit.number, Audit.at, Audit.tag, Audit.case_id, Audit.payload, Case.process, Case.organisation_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .where(Audit.number > start, Audit.number <= end, Audit.tag.in_(tags))
        .order_by(Audit.number)
        .limit(_BATCH)
    )
    return [
        Happened(number, moment_text(at), tag, case, orjson.loads(payload), process, organisation)
        for number, at, tag, case, payload, process, organisation in session.execute(asked)
    ]


def _wants(each: Webhook, event: Event, happened: Happened) -> bool:
    return (
        event.value in each.events
        and (each.process is None or each.process in happened.processes)
        and (each.organisation_id is None or each.organisation_id == happened.organisation)
    )


def _delivery(session: Session, each: Webhook, event: Event, happened: Happened) -> Delivery:
    return Delivery(
        id=new_id(),
        webhook_id=each.id,
        event=event.value,
        audit_number=happened.number,
        body=body_of(event, happened),
        created_at=now(session),
        next_at=now(session),
    )
