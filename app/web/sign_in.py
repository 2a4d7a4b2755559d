"""Who is signed in: the session cookie names an account, and the account is read again at every request."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from app.domain.access import Actor
from app.queries import signed_in
from app.web import current, language
from app.web.cookies import PageSessions

manager = LoginManager()
_WORKDAY = timedelta(hours=12)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """The account behind this session. `salt` changes with the password, which ends all older sessions."""

    def __init__(self, actor: Actor, salt: str) -> None:
        self.actor, self.salt = actor, salt

    def get_id(self) -> str:
        """What the session keeps."""
        return f"{self.actor.user_id}:{self.salt}"


def init(app: Flask, *, secure: bool) -> None:
    """Read the account of every request; make the session cookie hard to steal."""
    app.config.update(
        SESSION_COOKIE_NAME="traject",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        PERMANENT_SESSION_LIFETIME=_WORKDAY,
    )
    app.session_interface = PageSessions()
    manager.init_app(app)
    manager.user_loader(load)


def load(kept: str) -> SignedIn | None:
    """The account a session names; None when it is gone, shut, or its password changed, or nobody can be asked."""
    number, _, salt = kept.partition(":")
    if current.gave_up() or not number.isascii() or not number.isdigit():
        return None
    account = signed_in.account(current.session(), int(number))
    if account is None or account.session_salt != salt:
        return None
    return SignedIn(account.actor, salt)


def begin(user_id: int) -> None:
    """Start a session for this account: nothing of an earlier session stays."""
    current.refresh()  # what was read before signing in is older than the account may be
    account = signed_in.account(current.session(), user_id)
    if account is None:
        raise RuntimeError("an account that just signed in is gone")
    session.clear()
    session.permanent = True
    language.choose(account.language)
    login_user(SignedIn(account.actor, account.session_salt))


def end() -> None:
    """Sign out; the language stays."""
    chosen = language.chosen()
    logout_user()
    session.clear()
    language.choose(chosen)
