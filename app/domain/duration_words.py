"""Durations and moments of a diagram in words, for sentences made below the doors."""

from __future__ import annotations

from app.domain.duration import InvalidDuration, parse_duration
from app.domain.text import Text, say


def in_words(written: str) -> Text | str:
    """P14D is "14 dagen". What is no duration (the name of a date, an expression) stays as it is written."""
    try:
        length = parse_duration(written.strip().strip("'\""))
    except InvalidDuration:
        return written
    parts = [
        (length.years, say("%(n)s jaar", n=length.years)),
        (length.months, say("%(n)s maanden", n=length.months) if length.months != 1 else say("1 maand")),
        (length.weeks, say("%(n)s weken", n=length.weeks) if length.weeks != 1 else say("1 week")),
        (length.days, say("%(n)s dagen", n=length.days) if length.days != 1 else say("1 dag")),
        (length.hours, say("%(n)s uur", n=length.hours)),
        (length.minutes, say("%(n)s minuten", n=length.minutes)),
    ]
    told = [text for number, text in parts if number]
    if not told:
        return written
    whole = told[0]
    for text in told[1:]:
        whole = say("%(first)s en %(second)s", first=whole, second=text)
    return whole
