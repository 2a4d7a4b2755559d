"""Dates in words: "morgen", "over 3 weken", and always the date itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_datetime
from flask_babel import gettext, ngettext

from app.domain.duration import InvalidDuration, parse_duration
from app.web import language
from app.web.current import BRUSSELS


def as_day(moment: date | datetime) -> date:
    """The day in Brussels on which a moment falls; a day stays itself."""
    return moment.astimezone(BRUSSELS).date() if isinstance(moment, datetime) else moment


def long_date(moment: date | datetime) -> str:
    """The date in full: 3 januari 2027."""
    return _formatted(as_day(moment), "d MMMM y", language.chosen())


@lru_cache(10_000)
def _formatted(day: date, pattern: str, locale: str) -> str:
    """A list says the same few days again and again, and putting one in words costs more than the rest of its row."""
    return format_date(day, pattern, locale=locale)


def weekday(moment: date | datetime) -> str:
    """The name of the day: vrijdag."""
    return _formatted(as_day(moment), "EEEE", language.chosen())


def date_and_time(moment: datetime) -> str:
    """Date and time in Brussels: 3 januari 2027, 10:42."""
    return format_datetime(moment.astimezone(BRUSSELS), "d MMMM y, HH:mm", locale=language.chosen())


def clock_time(moment: datetime) -> str:
    """The time in Brussels: 10:42."""
    return format_datetime(moment.astimezone(BRUSSELS), "HH:mm", locale=language.chosen())


def distance(moment: date | datetime, today: date) -> str:
    """How far a day is from today, in words: "vandaag", "vrijdag", "over 3 weken", "5 dagen geleden"."""
    days = (as_day(moment) - today).days
    if days == 0:
        return gettext("vandaag")
    if days == 1:
        return gettext("morgen")
    if days == -1:
        return gettext("gisteren")
    if 1 < days < 7:
        return weekday(moment)
    if days > 0:
        return gettext("over %(length)s", length=_length(days))
    return gettext("%(length)s geleden", length=_length(-days))


def since(day: date, today: date) -> str:
    """How long something stands since a day that is past, in words: "sinds gisteren", "al 5 weken"."""
    if (today - day).days < 2:
        return gettext("sinds %(when)s", when=distance(day, today))
    return gettext("al %(length)s", length=_length((today - day).days))


def near_date(moment: date | datetime, today: date) -> str:
    """The distance in words and the date itself: "over 6 weken, 3 januari 2027"."""
    return f"{distance(moment, today)}, {long_date(moment)}"


def due(moment: date | datetime, today: date) -> str:
    """When something must be done: as `distance`, but what is past is late: "5 dagen te laat"."""
    days = (today - as_day(moment)).days
    return gettext("%(length)s te laat", length=_length(days)) if days > 0 else distance(moment, today)


def duration(text: str) -> str:
    """An ISO 8601 duration in words: P14D is "14 dagen". What is none (the name of a date) stays as it is."""
    try:
        length = parse_duration(text)
    except InvalidDuration:
        return text
    parts = (
        (ngettext("%(num)s jaar", "%(num)s jaar", length.years), length.years),
        (ngettext("%(num)s maand", "%(num)s maanden", length.months), length.months),
        (ngettext("%(num)s week", "%(num)s weken", length.weeks), length.weeks),
        (ngettext("%(num)s dag", "%(num)s dagen", length.days), length.days),
        (ngettext("%(num)s uur", "%(num)s uur", length.hours), length.hours),
    )
    return ", ".join(words for words, number in parts if number) or text


def span(length: timedelta) -> str:
    """How long something took, roughly: "40 seconden", "5 minuten", "3 uur", "21 dagen"."""
    seconds = int(length.total_seconds())
    if seconds < 120:
        return ngettext("%(num)s seconde", "%(num)s seconden", seconds)
    if seconds < 7200:
        return ngettext("%(num)s minuut", "%(num)s minuten", seconds // 60)
    if seconds < 172_800:
        return ngettext("%(num)s uur", "%(num)s uur", seconds // 3600)
    return ngettext("%(num)s dag", "%(num)s dagen", seconds // 86_400)


def _length(days: int) -> str:
    """So many days, roughly: "9 dagen", "5 weken", "13 maanden", "2 jaar"."""
    if days < 14:
        return ngettext("%(num)s dag", "%(num)s dagen", days)
    if days < 60:
        return ngettext("%(num)s week", "%(num)s weken", days // 7)
    if days < 730:
        return ngettext("%(num)s maand", "%(num)s maanden", days // 30)
    return ngettext("%(num)s jaar", "%(num)s jaar", round(days / 365.25))
