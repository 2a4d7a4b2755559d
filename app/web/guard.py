"""The guard at the door: before any page runs, may this person open it, and did the form come from us?"""

from __future__ import annotations

import logging

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.wrappers import Response

from app.domain.errors import NotAllowed
from app.web import access, current, kept

_NUL = "\x00"
log = logging.getLogger(__name__)
csrf = CSRFProtect()


def init(app: Flask) -> None:
    """Put the guard before every request. It must be registered before any other part that answers requests."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # checked below, after we know who asks
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session: nobody loses a long text
    csrf.init_app(app)
    app.before_request(check)


def check() -> Response | str | tuple[str, int] | None:
    """Let the request in (None), or answer it here: sign in first, or refuse."""
    endpoint = request.endpoint
    if endpoint is None or access.guards_itself(endpoint):
        return None  # nothing there (404, 405), or guarded by token
    _drop_nul()
    rule = access.rule_of(current_app, endpoint)
    if rule is None:
        log.error("route %s has no access rule and is refused", endpoint)
        abort(403)
    if not rule.public:
        actor = current.actor_or_none()
        if actor is None:
            return _sign_in_first()
        if not rule.lets_in(actor):
            raise NotAllowed
    csrf.protect()
    return None


def _drop_nul() -> None:
    """Nobody types NUL and PostgreSQL takes none: what holds it goes on without it."""
    if _holds_nul(request.args):
        request.args = _without_nul(request.args)
    if request.method == "POST" and _holds_nul(request.form):
        request.form = _without_nul(request.form)


def _holds_nul(given: MultiDict[str, str]) -> bool:
    return any(_NUL in part for pair in given.items(multi=True) for part in pair)


def _without_nul(given: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        [(key.replace(_NUL, ""), value.replace(_NUL, "")) for key, value in given.items(multi=True)]
    )


def _sign_in_first() -> Response | tuple[str, int]:
    """A reader is sent to the sign-in page; what a writer typed goes with him (users-ask 20)."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("account.login", next=request.full_path.rstrip("?")))
    return kept.sign_in_page(), 401
