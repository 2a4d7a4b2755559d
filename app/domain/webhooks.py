"""Webhooks: which entries of the audit trail other programs may hear of, and what of them they are told.

A message says that something happened and where to look, never about whom or what was answered: ids, keys, codes and
moments of the trail, by a list that is written here. What is not on it is not told (docs/webhooks.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson

from app.domain.audit import Tag
from app.domain.text import Text, say


class Event(StrEnum):
    """What a receiver may ask to hear of. `test` is what a person sends by hand to see whether it works."""

    CASE_STARTED = "case.started"
    CASE_ENDED = "case.ended"
    CASE_MOVED = "case.moved"
    TASK_OPENED = "task.opened"
    TASK_COMPLETED = "task.completed"
    TASK_CANCELLED = "task.cancelled"
    TIMER_FIRED = "timer.fired"
    INCIDENT_OPENED = "incident.opened"
    INCIDENT_RESOLVED = "incident.resolved"
    PROCESS_PUBLISHED = "process.published"
    TEST = "test"

    @property
    def text(self) -> Text:
        """What people call it."""
        return _NAMES[self]


_NAMES: dict[Event, Text] = {
    Event.CASE_STARTED: say("Een dossier is begonnen"),
    Event.CASE_ENDED: say("Een dossier is afgelopen"),
    Event.CASE_MOVED: say("Een dossier ging naar een andere versie van zijn proces"),
    Event.TASK_OPENED: say("Een taak kwam open"),
    Event.TASK_COMPLETED: say("Een taak is gedaan"),
    Event.TASK_CANCELLED: say("Een taak is niet meer nodig"),
    Event.TIMER_FIRED: say("Een termijn verstreek in een dossier"),
    Event.INCIDENT_OPENED: say("Een dossier staat stil"),
    Event.INCIDENT_RESOLVED: say("Een dossier staat niet meer stil"),
    Event.PROCESS_PUBLISHED: say("Een versie van een proces is gepubliceerd"),
    Event.TEST: say("Proefbericht"),
}
#: What can be chosen, in this order.
CHOICES = tuple(event for event in Event if event is not Event.TEST)

_STEP = frozenset({"element"})
_TASK = _STEP | {"task", "role", "organisation", "due_at"}
_INCIDENT = _STEP | {"incident", "correlation"}
# Which entry of the trail is which event, and which keys of its payload are told besides the process.
_TOLD: dict[Tag, tuple[Event, frozenset[str]]] = {
    Tag.CASE_STARTED: (Event.CASE_STARTED, frozenset()),
    Tag.CASE_ENDED: (Event.CASE_ENDED, frozenset({"end_event"})),
    Tag.CASE_MOVED: (Event.CASE_MOVED, frozenset({"from_definition", "to_definition"})),
    Tag.TASK_OPENED: (Event.TASK_OPENED, _TASK),
    Tag.TASK_COMPLETED: (Event.TASK_COMPLETED, _TASK),
    Tag.TASK_CANCELLED: (Event.TASK_CANCELLED, _TASK),
    Tag.TIMER_FIRED: (Event.TIMER_FIRED, _STEP | {"due_at"}),
    Tag.CASE_INCIDENT: (Event.INCIDENT_OPENED, _INCIDENT),
    Tag.INCIDENT_RESOLVED: (Event.INCIDENT_RESOLVED, _INCIDENT | {"how"}),
    Tag.PROCESS_PUBLISHED: (Event.PROCESS_PUBLISHED, frozenset({"number"})),
}
# Numbers that count; every other number is an id, told as text as in the API: JavaScript reads 63 bits wrongly.
_COUNTED = frozenset({"number"})

#: How long the next try waits after each one that failed. The last one is three days and a half hour after the first.
PATIENCE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 960, 1440, 1440))
#: A receiver that took nothing for so long is paused.
TOO_LONG = timedelta(days=3)
#: How long the former secret still signs beside a new one.
SECRETS_OVERLAP = timedelta(days=1)


@dataclass(frozen=True)
class Happened:
    """An entry of the trail with what is needed of its case: `process` and `organisation` are those of the case."""

    number: int
    at: str
    tag: str
    case: int | None
    payload: Mapping[str, Any]
    case_process: str | None
    organisation: int | None

    @property
    def event(self) -> Event | None:
        """Which event this is, if any. A try again of what stands still already is none."""
        tag = Tag(self.tag)
        if tag not in _TOLD or (tag is Tag.CASE_INCIDENT and self.payload.get("attempt") != 1):
            return None
        return _TOLD[tag][0]

    @property
    def processes(self) -> frozenset[str]:
        """The process of the case, and the one inside it that the entry is about."""
        return frozenset(key for key in (self.case_process, self.payload.get("process")) if key)


@dataclass(frozen=True)
class Answer:
    """What came of a try: the HTTP status, or (where there was none) a code of `PROBLEMS`. Never what was said."""

    code: int | None = None
    problem: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the receiver took it: any 2xx (Standard Webhooks). A redirect is no such thing."""
        return self.code is not None and 200 <= self.code < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver says not to come again (410)."""
        return self.code == 410


#: Why there was no answer.
PROBLEMS: dict[str, Text] = {
    "forbidden": say("Het adres ligt niet op het openbare internet"),
    "unknown": say("De naam in het adres bestaat niet"),
    "unreachable": say("Geen verbinding"),
    "certificate": say("Het certificaat is niet geldig"),
    "timeout": say("Geen antwoord binnen 10 seconden"),
    "garbled": say("Geen geldig antwoord"),
}


def tags_of(events: frozenset[str]) -> frozenset[str]:
    """The tags of the trail these events come from."""
    return frozenset(tag.value for tag, (event, _) in _TOLD.items() if event in events)


def body_of(event: Event, happened: Happened) -> str:
    """The message: `{"type", "timestamp", "data"}`, always the same text for the same entry."""
    told = _TOLD[Tag(happened.tag)][1]
    data: dict[str, object] = {
        "audit": happened.number,
        "case": str(happened.case) if happened.case is not None else None,
        "process": happened.payload.get("process") or happened.case_process,
        "case_process": happened.case_process,
    }
    data |= {key: _plain(key, happened.payload[key]) for key in sorted(told & happened.payload.keys())}
    return _written(event, happened.at, {key: value for key, value in data.items() if value is not None})


def body_of_test(at: datetime) -> str:
    """The message a person sends by hand."""
    return _written(Event.TEST, at.isoformat(timespec="microseconds"), {})


def _written(event: Event, at: str, data: Mapping[str, object]) -> str:
    return orjson.dumps({"type": event.value, "timestamp": at, "data": data}).decode()


def _plain(key: str, value: object) -> object:
    return str(value) if isinstance(value, int) and key not in _COUNTED else value
