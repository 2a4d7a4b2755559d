"""Messages of a case to itself: one branch tells another that something changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.services import messaging
from app.services.effects.registry import effect
from app.services.work import Work


@effect("own_message", asks_cases=False)
def own_message(work: Work, payload: dict[str, Any]) -> None:
    """Deliver the message `{name}` to the case that asks for it, if a step of it waits for it.

    Effects are carried out after the new state was written, so the case goes on from there.
    """
    name = str(payload["name"])
    if name in work.case.waits_for:
        messaging.deliver(replace(work, task=None), name, {}, from_case=work.case.id)
