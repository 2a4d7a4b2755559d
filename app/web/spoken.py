"""Sentences for a page, with what is Dutch in them marked as that on a page in another language (WCAG 3.1.2).

What fills the places of a sentence comes from processes and from people: titles of steps, labels, names. Those are
Dutch, unless they were worded in the language of the page too.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from app.domain.text import Text, Worded
from app.web import language
from app.web.wording import readable, translate, translate_label

#: Names in programs, numbers and dates are in no language.
_NO_WORDS = re.compile(r"[\W\d_]*|\S*[\d_=/.]\S*")


def shown(text: Text | str | None) -> str:
    """The sentence as a page shows it; plain strings (data) stay as they are."""
    if language.chosen() == language.DEFAULT or not isinstance(text, Text):
        return translate(text)
    if isinstance(text.msgid, Worded):  # a sentence of a form, not of the catalogue
        return translate(text) if text.params else _worded(text.msgid)
    sentence = translate_label(text.msgid)
    if not text.params:
        return sentence
    return Markup.escape(sentence) % {name: _part(value) for name, value in text.params.items()}


def in_dutch(words: str) -> Markup:
    """Words that are Dutch, marked where the page is not."""
    if language.chosen() == language.DEFAULT:
        return Markup.escape(words)
    return Markup('<span lang="{}">{}</span>').format(language.DEFAULT, words)


def _part(value: object) -> object:
    if isinstance(value, Text):
        return shown(value)
    if isinstance(value, Worded):
        return _worded(value)
    if isinstance(value, str):
        return value if _NO_WORDS.fullmatch(value) else in_dutch(value)
    return readable(value) if isinstance(value, date | Decimal | float) else value


def _worded(words: Worded) -> str:
    found = words.others.get(language.chosen())
    return found if found else in_dutch(str(words))
