"""The pages on a trajectory of the real diagrams: its term, its sum, and what they ask of the database."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from flask import Flask

from app import db
from app.queries import processes
from app.queries.diagrams import drawn
from tests.web.fixtures import Played
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import PASSWORD
from tests.workflows.test_moving import next_plan


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


def test_the_timeline_says_which_fact_was_set(browser: PageClient, played: Played) -> None:
    page = browser.get(f"/cases/{played.case}/timeline")
    assert "Toestand van het traject : Lopend" in page.main.replace("traject:", "traject :")
    assert "Gegeven vastgelegd" not in page.main


def test_a_process_that_is_called_is_drawn_in_the_comparison(browser: PageClient, played: Played) -> None:
    """Of a process that only calls what changed, the drawings are those of what changed; the others can be chosen."""
    next_plan({'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"'})
    page = browser.get("/processes/trajectory/compare")
    before, after = (drawn_ids(number) for number in (1, 2))
    assert sources(page) == [before["annual_pop"], after["annual_pop"]]
    assert '"prepare": "changed"' in str(page.one("#drawing-old-marks").string)
    assert page.all("[data-difference=prepare]")
    chosen = [link.get_text() for link in page.all('nav [aria-current="true"][href*="of="]')]
    assert chosen == [page.all('nav a[href*="of="]')[0].get_text()], "what differs comes first"
    other = browser.get("/processes/trajectory/compare?new=2&old=1&of=trajectory")
    assert sources(other) == [before["trajectory"], after["trajectory"]]
    assert not other.all("[data-difference]")
    assert any("of=annual_pop&element=prepare" in address for address in other.links())
    assert sources(browser.get("/processes/trajectory/compare?of=nothing")) == sources(page)


def sources(page: PageClient) -> list[int]:
    """The versions whose diagrams a page shows."""
    return [int(str(drawing["data-src"]).rpartition("/")[2]) for drawing in page.all("[data-diagram]")]


def drawn_ids(number: int) -> dict[str, int]:
    with db.reading() as session:
        return drawn(session, processes.version_id(session, "trajectory", number))


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
