"""Bearer tokens: who asks. The token's digest finds the account; nothing else of the request can."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import Unauthorized

from app import db
from app.domain.access import Actor
from app.queries import users
from app.services.tokens import token_digest


class NoToken(Unauthorized):
    """No token, or none of ours, or revoked."""

    description = "Send «Authorization: Bearer TOKEN» with a valid token."


def actor_of_request() -> Actor:
    """The actor whose token this request carries; NoToken (401) otherwise."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NoToken()
    with db.asking() as connection:
        actor = users.actor_by_token(connection, token_digest(token.strip()))
    if actor is None:
        raise NoToken()
    return actor
