"""Signing in with the organisation's own account, against a real provider and against one that lies."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from app import create_app
from config import Settings
from tests.web.lying_provider import LyingProvider, serving
from tests.web.page_client import Page, PageClient
from tests.web.world import World


def browser_for(settings: Settings, issuer: str) -> PageClient:
    own = replace(settings, oidc_issuer=issuer, oidc_client_id="traject", oidc_client_secret="only-for-tests")
    return PageClient(create_app(own).test_client())


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real provider, as a program of its own. Anybody can sign in there, under any name."""
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://localhost:{port}/.well-known/openid-configuration")
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    """Until somebody answers there, 20 seconds at most."""
    for _ in range(200):
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def leave(browser: PageClient, next: str = "/cases") -> str:
    """Go to the provider; the address one is sent to."""
    page = browser.get(f"/login?next={next}")
    (link,) = [href for href in page.links() if href.startswith("/login/organisation")]
    return browser.get(link, status=302).location


def through(provider_address: str, sub: str) -> str:
    """Sign in there; the address one comes back to."""
    answer = httpx.post(provider_address, data={"sub": sub}, follow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_way_in(settings: Settings, world: World, provider: str) -> None:
    browser = browser_for(settings, provider)
    address = leave(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    assert asked["state"]
    page = browser.get(through(address, "coach@test.example"), status=302)
    assert page.location == "/cases"
    assert "Coach Test" in browser.get("/account").main


def test_somebody_without_an_account_stays_outside(settings: Settings, world: World, provider: str) -> None:
    browser = browser_for(settings, provider)
    page = browser.get(through(leave(browser), "nobody@test.example"), status=403)
    assert "nog geen account" in page.main
    browser.get("/account", status=302)


def test_s23_a_return_nobody_asked_for_is_refused(settings: Settings, world: World, provider: str) -> None:
    browser, other = browser_for(settings, provider), browser_for(settings, provider)
    back = through(leave(browser), "coach@test.example")
    page = other.get(back, status=403)
    assert "lukte niet" in page.main


def test_a_return_counts_once(settings: Settings, world: World, provider: str) -> None:
    browser = browser_for(settings, provider)
    back = through(leave(browser), "coach@test.example")
    browser.get(back, status=302)
    browser.get(back, status=403)


def come_back(browser: PageClient, lying: LyingProvider, status: int, **claims: Any) -> Page:
    asked = parse_qs(urlsplit(leave(browser)).query)
    lying.claims = {"nonce": asked["nonce"][0], "email": "coach@test.example", **claims}
    return browser.get(f"/login/organisation/return?code=x&state={asked['state'][0]}", status=status)


@pytest.fixture
def lying(settings: Settings, world: World) -> Iterator[LyingProvider]:
    with serving(LyingProvider()) as made:
        yield made


def test_s23_the_same_token_honestly_signed_lets_in(settings: Settings, lying: LyingProvider) -> None:
    assert come_back(browser_for(settings, lying.issuer), lying, 302).location == "/cases"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"iss": "https://other.example"},
        {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
        {"nonce": "of-another-time"},
        {"email_verified": False},
        {"email": None},
        {"email": ["coach@test.example"]},
    ],
    ids=lambda claims: "-".join(claims),
)
def test_s23_a_token_that_is_not_for_us_opens_nothing(
    settings: Settings, lying: LyingProvider, claims: dict[str, Any]
) -> None:
    browser = browser_for(settings, lying.issuer)
    come_back(browser, lying, 403, **claims)
    browser.get("/account", status=302)


def test_s23_a_token_without_signature_opens_nothing(settings: Settings, lying: LyingProvider) -> None:
    lying.algorithm = "none"
    come_back(browser_for(settings, lying.issuer), lying, 403)


def test_s23_a_token_with_a_foreign_signature_opens_nothing(settings: Settings, lying: LyingProvider) -> None:
    lying.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    come_back(browser_for(settings, lying.issuer), lying, 403)


def test_a_provider_that_is_down_is_told_in_words(settings: Settings, world: World) -> None:
    browser = browser_for(settings, "http://localhost:9")
    page = browser.get("/login/organisation?next=/", status=403)
    assert "lukte niet" in page.main


def test_without_a_provider_there_is_no_such_door(anonymous: PageClient) -> None:
    assert not [link for link in anonymous.get("/login").links() if "organisation" in link]
    anonymous.get("/login/organisation", status=404)
    anonymous.get("/login/organisation/return", status=404)
