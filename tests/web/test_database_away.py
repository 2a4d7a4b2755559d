"""While the database is away people and programs are told to come back, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import db
from app.domain.access import SYSTEM
from app.services import tokens
from tests.support.databases import Database
from tests.web.objects import VALID, open_task
from tests.web.page_client import PageClient
from tests.web.test_task_page import FORM, page_of
from tests.web.world import World


@pytest.fixture
def gone(database: Database) -> Callable[[], None]:
    """Takes the database away."""
    return lambda: db.configure(database.url.replace(".db", "-away/none.db"), simulated_clock=True) and None


def test_a_page_says_that_it_comes_back(coach: PageClient, gone: Callable[[], None]) -> None:
    gone()
    page = coach.get("/tasks", status=503)
    assert page.h1 == "Traject is even niet bereikbaar"
    assert page.response.headers["Retry-After"] == "30"
    assert "sqlite" not in page.text.lower()


def test_a_program_is_told_when_to_ask_again(app: Flask, world: World, gone: Callable[[], None]) -> None:
    token = tokens.issue_token(SYSTEM, world.users["coach"])
    gone()
    answer = app.test_client().get("/api/v1/tasks", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "30"
    assert answer.get_json()["detail"].startswith("Traject cannot answer now. Nothing was done.")


def test_what_was_typed_when_it_went_is_handed_back(
    coach: PageClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes in the middle of a request, when the account was read already."""
    page = page_of(coach, open_task(world.case).id)

    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection unexpectedly"))

    monkeypatch.setattr("app.services.tasks.complete", away)
    answer = coach.submit(page, FORM, status=503, **{**VALID, "remark": "Dit wil ik houden"})
    assert answer.one('input[name="remark"]')["value"] == "Dit wil ik houden"
    assert "Wat u typte, is niet weg." in answer.main
    assert "server closed" not in answer.text
