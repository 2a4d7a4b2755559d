"""The language of the pages: Dutch, or English for who chose it."""

from __future__ import annotations

from flask import Flask, has_request_context, session
from flask_babel import Babel, refresh

LANGUAGES = {"nl": "Nederlands", "en": "English"}
DEFAULT = "nl"
_KEY = "language"

babel = Babel()


def chosen() -> str:
    """The language of this request."""
    language = session.get(_KEY, DEFAULT) if has_request_context() else DEFAULT
    return language if language in LANGUAGES else DEFAULT


def choose(language: str) -> None:
    """From now on the pages of this session are in `language`; an unknown one changes nothing."""
    if language in LANGUAGES:
        session[_KEY] = language
        refresh()


def init(app: Flask) -> None:
    """Load the translations; the Dutch sentences are the message ids."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Brussels")
    babel.init_app(app, locale_selector=chosen)
