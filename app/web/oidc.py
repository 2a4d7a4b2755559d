"""Signing in with the organisation's own account: OpenID Connect, authorization code with PKCE and a nonce.

Authlib checks the signature, issuer, audience, expiry and nonce of what comes back (security.md 23). We then only
look for the account with the address the provider vouches for: roles are ours to give.
"""

from __future__ import annotations

import logging
from typing import Any

from authlib.common.errors import AuthlibBaseError
from flask import Flask, current_app, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from app.domain.errors import NotAllowed
from app.domain.text import say
from app.services import single_sign_on
from config import Settings

log = logging.getLogger(__name__)
_NAME = "organisation"
_TARGET = "sign_in_target"


def init(app: Flask, settings: Settings) -> None:
    """Make the provider known, when one is set. Nothing is fetched until somebody signs in."""
    if not settings.single_sign_on:
        return
    from authlib.integrations.flask_client import OAuth  # here: it takes a fifth of every start, and few need it

    oauth = OAuth(app)
    oauth.register(
        _NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{(settings.oidc_issuer or '').rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
    )
    app.extensions["single_sign_on"] = oauth


def is_on() -> bool:
    """Whether a provider is set."""
    return "single_sign_on" in current_app.extensions


def leave(target: str) -> Response:
    """To the provider; `target` is where to go afterwards."""
    session[_TARGET] = target
    try:
        response: Response = _client().authorize_redirect(url_for("account.sso_return", _external=True))
    except (AuthlibBaseError, OSError) as error:  # what `requests` raises is an OSError
        raise _refused(error) from error
    return response


def come_back() -> tuple[int, str | None]:
    """The account that signed in there, and where it was going. NotAllowed when anything does not fit."""
    try:
        token = _client().authorize_access_token()
    except (AuthlibBaseError, JoseError, OSError, ValueError) as error:
        raise _refused(error) from error
    claims: dict[str, Any] = token.get("userinfo") or {}
    address = claims.get("email")
    if not isinstance(address, str) or claims.get("email_verified") is False:
        raise NotAllowed(say("Uw organisatie gaf geen nagekeken e-mailadres door. Zo kunnen we u niet herkennen."))
    return single_sign_on.sign_in(address), session.get(_TARGET)


def _client() -> Any:
    return current_app.extensions["single_sign_on"].create_client(_NAME)


def _refused(error: Exception) -> NotAllowed:
    # The kind of error only: what a provider sends may hold tokens and names.
    log.warning("single sign-on failed: %s", type(error).__name__)
    return NotAllowed(say("Het aanmelden bij uw organisatie lukte niet. Probeer het opnieuw."))
