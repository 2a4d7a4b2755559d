"""Plays one case through the API alone: every task by a person whose work it is, time moved by the demo's clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from flask.testing import FlaskClient

from app.demo.cast import Cast
from app.demo.stories import EmployeeStory
from app.domain.access import SYSTEM, Actor, Role
from app.forms.sampling import answer_form
from app.models.clock import BRUSSELS
from app.services import clock as clocks
from app.services import tokens


class ApiPlayer:
    """Talks HTTP and nothing else, but for the clock."""

    def __init__(self, client: FlaskClient, cast: Cast, rng: Random) -> None:
        self.client, self.cast, self.rng = client, cast, rng
        self.tokens: dict[int, str] = {}
        self.done: list[str] = []

    def call(self, actor: Actor, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """A request as `actor`; returns the response."""
        user_id = actor.user_id or 0
        if user_id not in self.tokens:
            self.tokens[user_id] = tokens.issue_token(SYSTEM, user_id)
        headers = {"Authorization": f"Bearer {self.tokens[user_id]}"}
        return self.client.open(f"/api/v1{path}", method=method, json=json, query_string=query, headers=headers)

    def play(self, case_id: str, story: EmployeeStory, administrator: Actor, until: datetime) -> dict[str, Any]:
        """Go on until the case ended or time is up; returns the case."""
        while True:
            case = self.call(administrator, "GET", f"/cases/{case_id}").json
            if case["status"] == "ended":
                return dict(case)
            todo = [task for task in case["open_tasks"] if task["element"] not in story.left_undone]
            if todo:
                self.complete(todo[0], story)
                continue
            due = clocks.next_due()
            if due is None or due > until:
                return dict(case)
            clocks.travel(due)

    def complete(self, task: dict[str, Any], story: EmployeeStory) -> None:
        """Complete a task, a day after it was found."""
        clocks.travel(clocks.show().now + timedelta(hours=5))
        tried: list[str] = []
        for actor in self._people(task):
            found = self.call(actor, "GET", f"/tasks/{task['id']}")
            assert found.status_code in (200, 404), found.text
            if found.status_code == 404 or found.json["status"] != "open":
                return
            answers = self._answers(found.json, story)
            answer = self.call(
                actor, "POST", f"/tasks/{task['id']}/complete", {"answers": answers, "revision": found.json["revision"]}
            )
            if answer.status_code == 200:
                self.done.append(task["element"])
                return
            if answer.status_code == 409:
                return
            tried.append(f"{actor.name}: {answer.status_code} {answer.text[:600]}")
            if answer.status_code != 403:
                break
        raise AssertionError(f"{task['process']}/{task['element']} ({task['role']}) cannot be completed: {tried}")

    def _answers(self, task: dict[str, Any], story: EmployeeStory) -> dict[str, Any]:
        context = {name: [(value, label) for value, label in options] for name, options in task["choices"].items()}
        today = self.today()
        decided = story.decide(task["process"], task["element"], today, task["values"], context)
        return answer_form(
            task["form"], today=today, rng=self.rng, known=task["values"], context=context, decided=decided
        )

    def _people(self, task: dict[str, Any]) -> list[Actor]:
        if task["assignee"]:
            return [self.cast.actor(int(task["assignee"]))]
        return self.cast.of(Role(task["role"]), int(task["organisation"] or 0))

    def today(self) -> date:
        """Today by the demo's clock."""
        return clocks.show().now.astimezone(BRUSSELS).date()
