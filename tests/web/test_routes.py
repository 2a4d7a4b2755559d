"""Addresses: nouns in kebab-case, every part typed, nothing to trick."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.page_client import PageClient
from tests.web.test_matrix import routes

_WORD = re.compile(r"[a-z]+(-[a-z]+)*")
_PART = re.compile(r"<(id|key|rule|int|file|secret):[a-z_]+>")


def test_addresses_are_kebab_case_and_typed(app: Flask) -> None:
    for route in routes(app):
        for part in route.rule.strip("/").split("/"):
            assert not part or _WORD.fullmatch(part) or _PART.fullmatch(part), route.rule


def test_reading_changes_nothing(app: Flask) -> None:
    for route in routes(app):
        methods = (route.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, route
        assert len(methods) == 1, f"{route}: a view reads or writes, never both"


@pytest.mark.parametrize(
    "path",
    [
        "/cases/;x",
        "/cases;x=1",
        "/%2e%2e/cases",
        "/static/../cases",
        "/static/%2e%2e/app.py",
        "/Cases",
        "/cases.",
        "/cases/",
    ],
)
def test_s11_tricks_with_the_path_open_nothing(anonymous: PageClient, path: str) -> None:
    response = anonymous.client.get(path)
    assert response.status_code in (302, 308, 404), path
    if response.status_code == 302:
        assert response.headers["Location"].startswith("/login"), path


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
def test_s11_other_methods_open_nothing(anonymous: PageClient, method: str) -> None:
    response = anonymous.client.open("/cases", method=method, headers={"X-HTTP-Method-Override": "GET"})
    assert response.status_code in (302, 401, 405)
    assert b"Dossiers" not in response.data


@pytest.mark.parametrize("number", ["9223372036854775808", "99999999999999999999999", "-1", "1e3", "٣"])
def test_a_number_no_database_takes_is_not_there(coach: PageClient, number: str) -> None:
    coach.get(f"/cases/{number}", status=404)
