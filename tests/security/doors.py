"""Both ways in for one and the same act: the page a person fills in, and the API a program calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import db
from app.domain.access import SYSTEM, Actor
from app.forms.nodes import Level, Rows, TextQuestion
from app.forms.sampling import answer_form
from app.models.base import Base
from app.models.task import Task
from app.models.user import User
from app.queries import start as starts
from app.queries import tasks as task_pages
from app.services import tokens
from tests.support.field import Field
from tests.web.page_client import Page, PageClient

Json = dict[str, Any]


@dataclass
class Doors:
    """The application with everybody's browser and token."""

    app: Flask
    field: Field
    _tokens: dict[int, str] = field(default_factory=dict)
    _browsers: dict[int, PageClient] = field(default_factory=dict)

    def whose(self, task: Task) -> Actor:
        """Somebody whose work a task is, at both doors already."""
        actor = self.field._whose(task)
        self.browser(actor)
        self.token(actor)
        return actor

    def token(self, actor: Actor) -> str:
        """Somebody's token."""
        user_id = actor.user_id or 0
        if user_id not in self._tokens:
            self._tokens[user_id] = tokens.issue_token(SYSTEM, user_id)
        return self._tokens[user_id]

    def browser(self, actor: Actor) -> PageClient:
        """The browser of somebody, signed in."""
        user_id = actor.user_id or 0
        if user_id not in self._browsers:
            client = self.app.test_client()
            with db.reading() as session:
                salt = session.get_one(User, user_id).session_salt
            with client.session_transaction() as kept:
                kept["_user_id"], kept["_fresh"] = f"{user_id}:{salt}", True
            self._browsers[user_id] = PageClient(client)
        return self._browsers[user_id]

    def call(self, actor: Actor, method: str, path: str, json: Any = None, **options: Any) -> TestResponse:
        """A request to the API with somebody's token."""
        headers = {"Authorization": f"Bearer {self.token(actor)}", **options.pop("headers", {})}
        return self.app.test_client().open(f"/api/v1{path}", method=method, json=json, headers=headers, **options)

    # a task

    def answers(self, task_id: int, actor: Actor, **answers: Any) -> Json:
        """Answers that a task takes, some of them decided by the test."""
        with db.reading() as session:
            view = task_pages.one(session, actor, task_id)
        known = {key: float(value) if isinstance(value, Decimal) else value for key, value in view.values.items()}
        filled = answer_form(
            view.schema, today=self.field.today, rng=Random(1), known=known, context=view.context, decided={}
        )
        return filled | as_json(answers)

    def complete_by_api(self, actor: Actor, task_id: int, answers: Json, revision: int | None = None) -> TestResponse:
        """Complete a task with a program."""
        more = {} if revision is None else {"revision": revision}
        return self.call(actor, "POST", f"/tasks/{task_id}/complete", {"answers": answers, **more})

    def complete_by_page(self, actor: Actor, task_id: int, answers: Json, **more: str) -> Page:
        """Complete a task with the form, as it opens; `more` are fields besides the answers."""
        data = {**self.form(actor, task_id, answers), **more}
        return self.browser(actor).post(f"/tasks/{task_id}", data, status=None)

    def form(self, actor: Actor, task_id: int, answers: Json) -> dict[str, Any]:
        """What a browser would post of a task's form with these answers, as the case is now."""
        with db.reading() as session:
            view = task_pages.one(session, actor, task_id)
        return {"revision": str(view.revision), **dict(view.form.to_formdata(answers).lists())}

    # a start

    def start_by_api(self, actor: Actor, process: str, answers: Json, subject: str | None = None) -> TestResponse:
        """Start a case with a program."""
        about = {} if subject is None else {"subject": subject}
        return self.call(actor, "POST", "/cases", {"process": process, "data": answers, **about})

    def start_by_page(self, actor: Actor, process: str, answers: Json, subject: str | None = None, **more: str) -> Page:
        """Start a case with its form."""
        with db.reading() as session:
            view = starts.one(session, actor, process, subject)
        posted = view.form.to_formdata(answers) if view.form else {}
        about = {} if subject is None else {"subject": subject}
        data = {**dict(posted.lists() if posted else {}), **about, **more}
        return self.browser(actor).post(f"/start/{process}", data, status=None)


def poisoned(level: Level, answers: Json, canary: str, short: str, everything: bool = True) -> Json:
    """The answers with a canary in every free text that is there, in rows too; `everything`: also where none is."""
    found = dict(answers)
    for node in level.nodes:
        if isinstance(node, TextQuestion) and not node.pattern and not node.check and (everything or node.key in found):
            typed = canary if node.long else canary.replace("\n", " ")
            found[node.key] = typed if node.max_length >= len(typed) else short
        elif isinstance(node, Rows) and node.key in found:
            found[node.key] = [poisoned(node, row, canary, short, False) for row in found[node.key]]
    return found


def poisoned_start(doors: Doors, actor: Actor, answers: Json, canary: str, short: str = "") -> Page:
    """Start a trajectory at the page with a canary in every text."""
    with db.reading() as session:
        view = starts.one(session, actor, "trajectory", None)
    assert view.form is not None
    return doors.start_by_page(actor, "trajectory", poisoned(view.form.tree, answers, canary, short or canary))


def as_json(answers: Json) -> Json:
    """Days as a program writes them."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in answers.items()}


def told_by_api(answer: TestResponse) -> dict[str, str]:
    """What the API says is wrong, by field, after a look at its form."""
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["detail"]
    return {key: " ".join(texts) for key, texts in problem["errors"].items()}


def told_by_page(page: Page) -> dict[str, str]:
    """What the page says is wrong, by the place its summary leads to; every line must lead somewhere."""
    assert page.status == 422, (page.status, page.text[:2000])
    told: dict[str, str] = {}
    for line in page.all(".govuk-error-summary__list li"):
        link = line.select_one("a[href^='#']")
        place = str(link["href"]).removeprefix("#") if link else ""
        if place:
            assert page.all(f"[id='{place}']"), place
        told[place] = " ".join([told.get(place, ""), line.get_text().strip()]).strip()
    assert told, page.main
    return told


def everything() -> dict[str, int]:
    """How many rows every table has: what nothing half done leaves as it was."""
    with db.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def nothing_changes(*but: str) -> Iterator[None]:
    """No row is added or taken away in any table while the block runs, except in those named."""
    before = everything()
    yield
    after = everything()
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert not changed.keys() - set(but), changed
