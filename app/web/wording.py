"""Sentences from below, in the language of the person: translates `Text`, and makes values readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext

from app.domain import codes
from app.domain.text import Text, Worded
from app.web import language
from app.web.dates import date_and_time, long_date

#: What is wrong with a form, by field.
Errors = Mapping[str, Sequence[Text]]


def _translate(msgid: str) -> str:
    if isinstance(msgid, Worded):  # a sentence of a form, not of the catalogue
        return msgid.into(language.chosen())
    # flask-babel fills places only when it is given some; the domain fills them itself (Text.render).
    return gettext(msgid)


def translate(text: Text | str | None) -> str:
    """The sentence in the language of this request; plain strings (data) stay as they are."""
    if text is None:
        return ""
    if isinstance(text, Text):
        shown = {
            name: readable(value) if isinstance(value, Text | Worded | date | Decimal | float) else value
            for name, value in text.params.items()
        }
        return Text(text.msgid, shown).render(_translate)
    return text


def in_words() -> tuple[Callable[[Text], str], str]:
    """What a form asks for to be shown: the sentences in the language of this request, and which one that is."""
    return translate, language.chosen()


def translate_label(label: str) -> str:
    """A label from a code list or a role: Dutch data that is also in the catalogue."""
    return gettext(label)


def code_label(code_list: str, value: str | None) -> str:
    """The words of a code; a dash where there is none, the code itself when the list no longer knows it."""
    if not value:
        return "–"
    try:
        return translate_label(codes.label(code_list, value))
    except codes.UnknownCode:
        return value


def code_choices(code_list: str) -> list[tuple[str, str]]:
    """The codes of a list with their words, in the order of the list, to choose from."""
    return [(code, translate_label(label)) for code, label in codes.by_name(code_list)]


def readable(value: object) -> str:
    """A value as people read it: dates in words, yes and no, lists with commas."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Text):
        return translate(value)
    if isinstance(value, Worded):
        return value.into(language.chosen())
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nee")
    if isinstance(value, datetime):
        return date_and_time(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Decimal | float):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(readable(part) for part in value.values())
    if isinstance(value, Iterable):
        return ", ".join(readable(part) for part in value)
    return str(value)
