"""The way in and out."""

from __future__ import annotations

import pytest

from app.web.next_page import safe_next
from tests.web.page_client import PageClient
from tests.web.world import PASSWORD, World


def test_a_reader_is_sent_to_sign_in_and_back(anonymous: PageClient) -> None:
    sent = anonymous.get("/cases?status=all", status=302)
    assert sent.location == "/login?next=/cases?status%3Dall"
    page = anonymous.get(sent.location)
    back = anonymous.submit(page, 'form[action="/login"]', email="coach@test.example", password=PASSWORD)
    assert back.location == "/cases?status=all"


def test_wrong_password_and_unknown_address_say_the_same(anonymous: PageClient) -> None:
    sentences = set()
    for email in ("coach@test.example", "niemand@test.example"):
        page = anonymous.submit(
            anonymous.get("/login"), 'form[action="/login"]', email=email, password="fout", status=422
        )
        assert page.one("#email")["value"] == email
        sentences.add(page.one(".govuk-error-summary__list").get_text(strip=True))
    assert len(sentences) == 1


def test_after_many_wrong_tries_one_has_to_wait(anonymous: PageClient) -> None:
    for _ in range(5):
        anonymous.post("/login", {"email": "coach@test.example", "password": "fout"}, status=422)
    page = anonymous.post("/login", {"email": "coach@test.example", "password": PASSWORD}, status=429)
    assert "Te veel pogingen" in page.main


def test_signing_out_ends_the_session(coach: PageClient) -> None:
    coach.submit(coach.get("/account"), 'form[action="/logout"]', status=302)
    coach.get("/account", status=302)


def test_a_new_password_ends_sessions_elsewhere(coach: PageClient, world: World) -> None:
    elsewhere = PageClient(coach.client.application.test_client()).sign_in("coach")
    page = coach.get("/account")
    new = "nog een lang wachtwoord"
    coach.submit(page, 'form[action="/account/password"]', old=PASSWORD, new=new, again=new, status=302)
    coach.get("/account")
    elsewhere.get("/account", status=302)


@pytest.mark.parametrize(
    "old,new,again,field",
    [
        ("fout", "x" * 12, "x" * 12, "old"),
        (PASSWORD, "kort", "kort", "new"),
        (PASSWORD, "x" * 12, "y" * 12, "again"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    coach: PageClient, old: str, new: str, again: str, field: str
) -> None:
    page = coach.submit(
        coach.get("/account"), 'form[action="/account/password"]', old=old, new=new, again=again, status=422
    )
    assert page.one(f"#{field}-error")


def test_a_token_is_shown_once_and_can_be_taken_back(coach: PageClient) -> None:
    page = coach.submit(coach.get("/account"), 'form[action="/account/token"]', status=200)
    token = page.one("code").get_text()
    assert coach.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert token not in coach.get("/account").text
    coach.submit(coach.get("/account"), 'form[action="/account/token/revocation"]', status=302)
    assert coach.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_the_language_stays_with_the_account(coach: PageClient) -> None:
    coach.submit(coach.get("/account"), 'form[action="/language"]', button="language=en", status=302)
    assert coach.get("/account").one("html")["lang"] == "en"
    again = PageClient(coach.client.application.test_client()).sign_in("coach")
    assert again.get("/account").one("html")["lang"] == "en"


EVIL = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil",
    "javascript:alert(1)",
    "/\tevil",
    "///x",
    "",
]


@pytest.mark.parametrize("target", EVIL)
def test_s18_next_leads_only_to_our_own_pages(anonymous: PageClient, target: str) -> None:
    page = anonymous.post("/login", {"email": "coach@test.example", "password": PASSWORD, "next": target})
    assert page.location == "/"


@pytest.mark.parametrize("target", ["/cases", "/cases?q=a&status=all", "/tasks/12#form"])
def test_s18_next_leads_to_our_own_pages(target: str) -> None:
    assert safe_next(target, "/") == target
