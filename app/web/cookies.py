"""The session cookie is for people: a program shows its token, and is neither asked for a cookie nor given one."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

_PROGRAMS = "/api/"


class _NoSession(SecureCookieSession):
    """What a program has."""


class PageSessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, but not for the API, where reading and signing one would be work for nothing."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; nothing for a program."""
        return _NoSession() if request.path.startswith(_PROGRAMS) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Give a person's browser its cookie."""
        if not isinstance(session, _NoSession):
            super().save_session(app, session, response)
