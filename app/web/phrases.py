"""The sentences of templates: `_` and `ngettext`, each looked up once per language.

They are for pages, where everything is escaped: a sentence of the catalogue is safe, what is put into it is escaped.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask_babel
from jinja2 import Environment
from markupsafe import Markup

from app.web import language

_MOST = 10_000  # sentences are constants, but for a few labels that are data


def init(environment: Environment) -> None:
    """In the place of Jinja's own, which asks Flask-Babel for the language and the catalogue of every word."""
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def gettext(msgid: str, **values: Any) -> Markup:
    """The sentence in the language of the page, with its places filled."""
    if values:
        return _sentence(language.chosen(), str(msgid)) % values
    return _whole(language.chosen(), str(msgid))


def ngettext(singular: str, plural: str, number: int, **values: Any) -> Markup:
    """The sentence for so many, in the language of the page; %(num)s is the number unless it is given."""
    return _counted(language.chosen(), singular, plural, number) % {"num": number, **values}


# What is remembered for a language is looked up in that language, whatever Flask-Babel chose earlier in this request.
@lru_cache(_MOST)
def _sentence(language_: str, msgid: str) -> Markup:
    with flask_babel.force_locale(language_):
        return Markup(flask_babel.gettext(msgid))  # noqa: S704 -- from the catalogue, or a constant of a template


@lru_cache(_MOST)
def _whole(language_: str, msgid: str) -> Markup:
    return _sentence(language_, msgid) % {}


@lru_cache(_MOST)
def _counted(language_: str, singular: str, plural: str, number: int) -> Markup:
    with flask_babel.force_locale(language_):
        words = flask_babel.get_translations().ungettext(singular, plural, number)
    return Markup(words)  # noqa: S704 -- from the catalogue
