"""Where the benchmarks play: a fresh SQLite database, one enterprise, one coach, the process `simple`.

What is measured is what a server process spends on a request: from the WSGI environment, as a server has it after
reading the request from the network, to the last byte of the answer. A test client's own work (making the environment,
keeping cookies, wrapping answers) is nobody's request; a database file and its driver are as they are in production.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from app import create_app, db
from app.cli.database import upgrade_schema
from app.domain.access import SYSTEM, Role
from app.models.organisation import Organisation
from app.services import new_passwords, publishing, tokens, users
from config import Environment, Settings

HERE = Path(__file__).parent
SECRET = "a-secret-of-the-benchmarks-and-nothing-else"
EMAIL, PASSWORD = "coach@benchmark.example", "a-long-password-of-the-benchmarks"
#: What the first task of `simple` is given; the comment has 200 characters.
A = {"name": "Amina", "approved": True, "amount": 12, "comment": "x" * 200}
B = {"note": "y" * 200}


@dataclass
class Stage:
    """The application, and the coach at its doors: `api(...)` with a token, `pages` signed in."""

    app: Flask
    token: str
    pages: FlaskClient
    organisation: str

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the API; anything but success stops the benchmark."""
        return self.prepared(method, path, body)()

    def prepared(self, method: str, path: str, body: Any = None) -> Callable[[], Any]:
        """A request to the API made ready; calling it sends it."""
        send = request(self.app, method, f"/api/v1{path}", {"Authorization": f"Bearer {self.token}"}, body)
        return lambda: orjson.loads(send())

    def page(self, path: str) -> Callable[[], bytes]:
        """A page asked by who is signed in, made ready; calling it asks it."""
        return request(self.app, "GET", path, signed_in_as(self.pages))

    def start(self) -> dict[str, Any]:
        """A new case of `simple`; returns its open task."""
        case: dict[str, Any] = self.api("POST", "/cases", {"process": "simple"})
        task: dict[str, Any] = case["open_tasks"][0]
        return task


def request(app: Flask, method: str, path: str, headers: dict[str, str], body: Any = None) -> Callable[[], bytes]:
    """A request as a server hands it to the application, any number of times; anything but success stops it."""
    environ = EnvironBuilder(path, method=method, json=body, headers=headers).get_environ()
    content = environ["wsgi.input"].read()

    def send() -> bytes:
        told: list[str] = []
        answer = app.wsgi_app(
            environ | {"wsgi.input": BytesIO(content)}, lambda status, _headers, _error=None: told.append(status)
        )
        text = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]  # every answer of Flask's can be closed, as a server does
        if not told[0].startswith("2"):
            raise RuntimeError(f"{method} {path}: {told[0]} {text.decode()[:2000]}")
        return text

    return send


def signed_in_as(client: FlaskClient) -> dict[str, str]:
    """The headers by which a browser that holds this client's cookie is known."""
    cookie = client.get_cookie("traject")
    if cookie is None:
        raise RuntimeError("nobody is signed in")
    return {"Cookie": f"traject={cookie.value}"}


@contextmanager
def stage(url: str | None = None) -> Iterator[Stage]:
    """A stage of its own, on SQLite or in the empty database at `url`; gone when the block ends."""
    with TemporaryDirectory(prefix="traject-bench-") as folder:
        settings = Settings(
            database_url=url or f"sqlite:///{folder}/traject.db",
            secret_key=SECRET,
            environment=Environment.TESTING,
        )
        app = create_app(settings)
        upgrade_schema()
        user = users.create_at(SYSTEM, EMAIL, role=Role.COACH.value, organisation_key="schakel", name="Els")
        new_passwords.set_password(SYSTEM, user, PASSWORD)
        publishing.sync(SYSTEM, HERE / "workflows", HERE / "forms")
        with db.reading() as session:
            organisation = session.scalars(select(Organisation.id).where(Organisation.key == "schakel")).one()
        yield Stage(app, tokens.issue_token(SYSTEM, user), _signed_in(app), str(organisation))
        db.dispose()


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": found[1] if found else ""}
    answer = client.post("/login", data=form)
    if answer.status_code != 302:
        raise RuntimeError(f"sign-in: {answer.status_code}")
    return client
