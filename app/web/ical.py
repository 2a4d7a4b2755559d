"""A calendar as text (iCalendar, RFC 5545): whole-day events with reminders, the few lines that every program reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_LONGEST_LINE = 75  # bytes, with the line end besides (RFC 5545, 3.1)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Event:
    """Something that must be ready on a day. `alarms` are moments in UTC."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    alarms: Sequence[datetime]


def calendar(name: str, events: Iterable[Event], at: datetime) -> str:
    """The text of a calendar as it stands at a moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Traject//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@traject",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(event.summary)}",
        f"DESCRIPTION:{_escaped(event.description)}",
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",  # a deadline takes no time of the day
    ]
    for alarm in event.alarms:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(event.summary)}",
            f"TRIGGER;VALUE=DATE-TIME:{_moment(alarm)}",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """A text as a value: what would end it or begin something else is escaped, also a line break (security.md 16)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return _LINE_BREAK.sub(r"\\n", text)


def _folded(line: str) -> Iterator[str]:
    """A long line as several, no letter cut in two."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
