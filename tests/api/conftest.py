"""The API as a program sees it: bearer tokens, JSON in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.domain.access import SYSTEM, Actor
from app.services import tokens
from tests.services.conftest import World, coach, colleague, outsider, simple, world  # noqa: F401 -- the same world

Answer = Any


class Api:
    """A client with somebody's token."""

    def __init__(self, client: FlaskClient, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(
        self, method: str, path: str, json: Any = None, headers: dict[str, str] | None = None, **query: Any
    ) -> Answer:
        return self.client.open(
            f"/api/v1{path}", method=method, json=json, query_string=query, headers={**self.headers, **(headers or {})}
        )


@pytest.fixture
def api(client: FlaskClient) -> Callable[[Actor | None], Api]:
    """`api(actor)`: a client with his token; `api(None)`: without one."""

    def make(actor: Actor | None) -> Api:
        return Api(client, tokens.issue_token(SYSTEM, actor.user_id or 0) if actor else None)

    return make
