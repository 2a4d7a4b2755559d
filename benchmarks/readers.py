"""Who looks at a worklist: a coach, a VDAB counsellor, an administrator; and the views each of them looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Role
from app.models.user import User
from app.services import tokens, users
from benchmarks.copies import NUMBER, REGIONS, SOUGHT
from benchmarks.stage import EMAIL, Stage, request, signed_in_as


@dataclass
class Reader:
    """Somebody who looks at his worklist, and the views he looks at."""

    name: str
    app: Flask
    client: FlaskClient
    token: str
    views: tuple[str, ...]

    def ready(self, view: str) -> Callable[[], object]:
        """One request made ready."""
        by_token = view.startswith("/api")
        headers = {"Authorization": f"Bearer {self.token}"} if by_token else signed_in_as(self.client)
        return request(self.app, "GET", view, headers)


def set_up(stage: Stage) -> list[Reader]:
    """The readers, signed in, and the first case, of which the others will be copies."""
    for region in range(REGIONS):
        email, key = f"vdab{region}@benchmark.example", f"vdab-{region}"
        users.create_at(SYSTEM, email, role=Role.VDAB_COUNSELLOR.value, organisation_key=key, name=f"Vera {region}")
    for name, role, key in (("administrator", Role.ADMINISTRATOR, "platform"), ("jan", Role.COACH, "schakel")):
        email = f"{name}@benchmark.example"
        users.create_at(SYSTEM, email, role=role.value, organisation_key=key, name=name.title())
    stage.start()
    return [
        _reader(stage, "a coach", EMAIL, "mine", "team", "others"),
        _reader(stage, "a VDAB counsellor", f"vdab{SOUGHT % REGIONS}@benchmark.example", "mine", "team", "others"),
        _reader(stage, "an administrator", "administrator@benchmark.example", "others"),
    ]


def _reader(stage: Stage, name: str, email: str, *tabs: str) -> Reader:
    with db.reading() as session:
        user, salt = session.execute(select(User.id, User.session_salt).where(User.email == email)).one()
    client = stage.app.test_client()
    with client.session_transaction() as signed:
        signed.update(_user_id=f"{user}:{salt}", _fresh=True)
    views = [f"/tasks?tab={tab}" for tab in tabs]
    views += [f"/tasks?tab={tabs[-1]}&{more}" for more in (f"q={NUMBER}", "q=vraag", "sort=-created_at")]
    token = tokens.issue_token(SYSTEM, user)
    return Reader(name, stage.app, client, token, (*views, "/api/v1/tasks", "/api/v1/tasks?q=vraag"))
