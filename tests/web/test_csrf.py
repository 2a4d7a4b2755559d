"""A form from elsewhere does nothing (security.md 22)."""

from __future__ import annotations

from flask import Flask

from tests.web.objects import VALID, draft_of, open_task, task_of
from tests.web.page_client import PageClient
from tests.web.test_matrix import cells
from tests.web.world import World


def test_s22_no_route_changes_anything_without_a_token(app: Flask, coach: PageClient, world: World) -> None:
    task = open_task(world.case)
    for cell in cells(app, world, "POST"):
        response = coach.client.post(cell.path, data={"email": "x", "language": "en"})
        assert response.status_code in (400, 403), f"{cell.path}: {response.status_code}"
    assert task_of(task.id).assignee_id == task.assignee_id
    assert coach.get("/account").one("html")["lang"] == "nl"


def test_s22_a_token_of_somebody_else_is_no_token(coach: PageClient, world: World, signed_in: object) -> None:
    theirs = PageClient(coach.client.application.test_client()).sign_in("stranger").token()
    task = open_task(world.case)
    response = coach.client.post(f"/tasks/{task.id}/release", data={"csrf_token": theirs})
    assert response.status_code == 400
    assert task_of(task.id).assignee_id == world.users["coach"]


def test_s22_answers_from_elsewhere_are_only_shown_back(coach: PageClient, world: World) -> None:
    """The page that hands back typed answers completes nothing, even when the person presses its button."""
    task = open_task(world.case)
    page = coach.post(f"/tasks/{task.id}", VALID, token=False, status=400)
    coach.submit(page, f'form[action="/tasks/{task.id}"]', status=302)
    assert task_of(task.id).status == "open"
    assert (draft_of(task.id, world.users["coach"]) or {})["topic"] == VALID["topic"]


def test_s22_the_session_cookie_stays_with_us(coach: PageClient) -> None:
    page = PageClient(coach.client.application.test_client())
    response = page.client.post(
        "/login",
        data={"csrf_token": page.token(), "email": "coach@test.example", "password": "een-lang-wachtwoord-voor-tests"},
    )
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_password_is_never_handed_back(anonymous: PageClient) -> None:
    page = anonymous.post(
        "/login", {"email": "coach@test.example", "password": "geheim-geheim"}, token=False, status=400
    )
    assert "geheim-geheim" not in page.text
