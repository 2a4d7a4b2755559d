"""Where the benchmarks play: a fresh SQLite database, one enterprise, one coach, the process `simple`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app, db
from app.cli.database import upgrade_schema
from app.domain.access import SYSTEM, Role
from app.models.organisation import Organisation
from app.services import publishing, users
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
        """The request made ready, so that what is measured is the server's part and not a client's."""
        headers = {"Authorization": f"Bearer {self.token}"}
        environ = EnvironBuilder(f"/api/v1{path}", method=method, json=body, headers=headers).get_environ()

        def send() -> Any:
            content, status, _ = run_wsgi_app(self.app, environ, buffered=True)
            text = b"".join(content)
            if not status.startswith("2"):
                raise RuntimeError(f"{method} {path}: {status} {text.decode()}")
            return orjson.loads(text)

        return send

    def start(self) -> dict[str, Any]:
        """A new case of `simple`; returns its open task."""
        case: dict[str, Any] = self.api("POST", "/cases", {"process": "simple"})
        task: dict[str, Any] = case["open_tasks"][0]
        return task


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
        users.set_password(SYSTEM, user, PASSWORD)
        publishing.sync(SYSTEM, HERE / "workflows", HERE / "forms")
        with db.reading() as session:
            organisation = session.scalars(select(Organisation.id).where(Organisation.key == "schakel")).one()
        yield Stage(app, users.issue_token(SYSTEM, user), _signed_in(app), str(organisation))
        db.dispose()


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": found[1] if found else ""}
    answer = client.post("/login", data=form)
    if answer.status_code != 302:
        raise RuntimeError(f"sign-in: {answer.status_code}")
    return client
