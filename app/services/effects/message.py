"""Messages from one case to another open case of the same person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.models.case import Case
from app.models.subscription import MESSAGE, Subscription
from app.services import messaging
from app.services.effects.registry import effect
from app.services.work import Work


@effect("message", asks_cases=False)
def message(work: Work, payload: dict[str, Any]) -> None:
    """Deliver `{name, process, person?}` to every open case of `process` of the person that waits for it.

    No such case, or none that waits, is no fault: the fact itself stands in the tables and is read when needed.
    """
    person_id = int(payload.get("person") or work.case.person_id or 0)
    name = str(payload["name"])
    targets = work.session.scalars(
        select(Case)
        .join(Subscription, Subscription.case_id == Case.id)
        .where(
            Subscription.kind == MESSAGE,
            Subscription.name == name,
            Subscription.business_key == f"person:{person_id}",
            Case.process == payload["process"],
            Case.id != work.case.id,
        )
        .order_by(Case.id)
        .options(undefer(Case.state))
        .with_for_update(of=Case)
    ).all()
    for case in targets:
        messaging.deliver(replace(work, case=case, task=None), name, {}, from_case=work.case.id)
