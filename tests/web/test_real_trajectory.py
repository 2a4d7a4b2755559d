"""The pages on a trajectory of the real diagrams: its term, its sum, and what they ask of the database."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.fixtures import Played
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import PASSWORD


@pytest.fixture
def browser(shared_app: Flask, played: Played) -> PageClient:
    """A browser for the coach of that trajectory."""
    made = PageClient(shared_app.test_client())
    made.submit(made.get("/login"), 'form[action="/login"]', email="coach@schakel.example", password=PASSWORD)
    return made


def test_the_term_stands_on_the_case_with_its_sum_behind_it(browser: PageClient, played: Played) -> None:
    page = browser.get(f"/cases/{played.case}")
    assert "jaar 2 van 5" in page.main
    assert "laatste dag: 2 maart 2030" in page.main
    sum_ = browser.get(str(page.one('a[href$="/term"]')["href"]))
    assert "De klok start op 3 maart 2025." in sum_.main
    assert "5 jaar, tot de dag voor dezelfde datum" in sum_.main
    assert len(sum_.all(".app-sum__source")) == len(sum_.all(".app-sum li"))


def test_the_bar_is_whole(browser: PageClient, played: Played) -> None:
    page = browser.get(f"/cases/{played.case}")
    stretches = [(int(str(part["x"])), int(str(part["width"]))) for part in page.all(".app-term svg rect")[:-1]]
    assert stretches[0][0] == 0
    assert sum(width for _, width in stretches) == 1000
    assert all(x + width == after for (x, width), (after, _) in itertools.pairwise(stretches))


def test_the_plan_is_readable(browser: PageClient, played: Played) -> None:
    page = browser.get(f"/cases/{played.case}/plan")
    assert "Plan van jaar 1" in page.main
    assert "Rijbewijs theorie" in page.main


def test_pages_ask_little_of_the_database(
    browser: PageClient, played: Played, statements: Callable[[], object]
) -> None:
    most = {
        "/tasks": 10,
        f"/tasks/{open_task(played.case).id}": 10,
        f"/cases/{played.case}": 25,
        "/people": 10,
        "/cases": 10,
    }
    for path, limit in most.items():
        browser.client.get(path)
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture's own type is a context manager
            browser.client.get(path)
        assert len(seen) <= limit, f"{path}: {len(seen)}\n{seen}"
