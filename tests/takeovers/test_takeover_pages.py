"""The pages of taking over: a file handed in, what was found, the go-ahead, the rows to mend."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from app import db
from app.domain import staff_file
from app.domain.staff_columns import NAMES
from app.models.base import configure_keys
from app.services import takeovers
from tests.conftest import SECRET_KEY
from tests.security.doors import Doors
from tests.support.databases import Database, Databases
from tests.support.jobs import do_waiting
from tests.support.staff import as_file, somebody
from tests.support.stage import Stage
from tests.web.page_client import Page, PageClient
from tests.workflows.conftest import on_stage

TODAY = date(2026, 3, 2)
TWO_YEARS_AGO = date(2024, 2, 12)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """On SQLite only: the services behind the pages are tested on both."""
    configure_keys(SECRET_KEY)
    made = databases.prepared("sqlite", "stage", on_stage)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


@pytest.fixture
def browser(stage: Stage, app: Flask) -> PageClient:
    """The browser of the leadership of «schakel»."""
    stage.travel(TODAY)
    return Doors(app, stage).browser(stage.employer)


def hand_in(browser: PageClient, content: bytes, status: int = 302) -> Page:
    """A file handed in on the page."""
    page = browser.get("/take-overs")
    file = (io.BytesIO(content), "medewerkers.csv")
    return browser.submit(page, "form[enctype]", status=status, file=file)


def test_from_the_list_of_people_to_an_employee_in_service(stage: Stage, browser: PageClient) -> None:
    assert "/take-overs" in browser.get("/people").links()
    wrong = somebody(stage, 2, TWO_YEARS_AGO, jobcoach="niemand@schakel.example", voornaam="=1+1")
    page = browser.follow(hand_in(browser, as_file(somebody(stage, 1, TWO_YEARS_AGO), wrong)))
    assert "0 van 2 rijen nagekeken" in page.main and page.response.headers["Refresh"] == "3"
    do_waiting()
    page = browser.get(page.response.request.path)
    assert "1 rij is in orde" in page.main and "1 rij kan niet" in page.main
    assert "Tom Janssens 1 regel 2" in page.main and "Geen jobcoach" in page.main
    assert "Refresh" not in page.response.headers
    page = browser.follow(browser.submit(page, "form[action$=begin]"))
    assert "nog 1 te gaan" in page.main and page.all("form[action$=stop]")
    (still,) = [link for link in page.links() if "still" in link]
    assert "Refresh" not in browser.get(still).response.headers, "who reads slowly may have it stand still"
    do_waiting()
    page = browser.get(page.response.request.path)
    assert "1 overgenomen" in page.main
    case = next(link for link in page.links() if link.startswith("/cases/"))
    assert "Tom Janssens 1" in browser.get(case).main
    only = browser.get(f"{page.response.request.path}?state=refused")
    assert "Janssens 2" in only.main and "Janssens 1" not in only.main


def test_the_rows_that_cannot_come_back_mended(stage: Stage, browser: PageClient) -> None:
    wrong = somebody(stage, 2, TWO_YEARS_AGO, jobcoach="niemand@schakel.example", functie="=cmd()")
    page = browser.follow(hand_in(browser, as_file(wrong)))
    do_waiting()
    page = browser.get(page.response.request.path)
    answer = browser.submit(page, "form[action$=refused-rows]").response
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    file = staff_file.read(answer.data)
    assert file.headings == (*NAMES, "reden")
    assert "jobcoach: Geen jobcoach" in file.rows[0].cells[-1]
    assert b"'=cmd()" in answer.data
    mended = answer.data.replace(b"niemand@", b"coach@")
    page = browser.follow(hand_in(browser, mended))
    do_waiting()
    assert "1 rij is in orde" in browser.get(page.response.request.path).main


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "geen werknemers"), (b"PK\x03\x04", "CSV UTF-8"), (b"a;b\n1;2", "voorbeeldbestand")]
)
def test_a_file_that_cannot_be_read_is_a_sentence_at_its_field(browser: PageClient, content: bytes, told: str) -> None:
    page = hand_in(browser, content, status=422)
    assert told in page.one("#file-error").text and page.one("input#file")["aria-describedby"] == "file-hint file-error"


def test_no_file_at_all_is_a_sentence_too(browser: PageClient) -> None:
    assert "geen werknemers" in browser.post("/take-overs", {}, status=422).main


def test_s24__five_megabytes_are_let_in_and_more_are_told(browser: PageClient) -> None:
    assert "voorbeeldbestand" in sent(browser, staff_file.MOST_BYTES, 422)
    assert "5 MB" in sent(browser, staff_file.MOST_BYTES + 1, 422)
    sent(browser, 7_000_000, 413)
    assert browser.client.post("/people/new", data=b"x" * 3_000_000).status_code == 413, "other pages take less"


def sent(browser: PageClient, size: int, status: int) -> str:
    """What comes of so many bytes; put together here, because the client would leave a file behind."""
    parts = {"csrf_token": browser.token().encode(), 'file"; filename="x.csv': (b"x;y\n" * size)[:size]}
    body = b"".join(
        b'--end\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), content)
        for name, content in parts.items()
    )
    answer = browser.client.post(
        "/take-overs", data=body + b"--end--\r\n", content_type="multipart/form-data; boundary=end"
    )
    assert answer.status_code == status
    return answer.text


def test_the_example_is_read_and_refused_by_its_content_only(browser: PageClient) -> None:
    example = browser.client.get("/take-overs/template")
    assert staff_file.read(example.data).headings == NAMES
    page = browser.follow(hand_in(browser, example.data))
    do_waiting()
    assert "Geen enkele rij" in browser.get(page.response.request.path).main


def test_the_rows_are_erased_on_the_page(stage: Stage, browser: PageClient) -> None:
    page = browser.follow(hand_in(browser, as_file(somebody(stage, 1, TWO_YEARS_AGO))))
    do_waiting()
    page = browser.get(page.response.request.path)
    page = browser.follow(browser.submit(page, "form[action$=forget]"))
    assert "gewist" in page.main and "Janssens" not in page.main
    assert "Nagekeken" not in browser.get("/take-overs").main


def test_others_do_not_see_it(stage: Stage, app: Flask, browser: PageClient) -> None:
    takeover_id = takeovers.hand_in(stage.employer, as_file(somebody(stage, 1, TWO_YEARS_AGO)))
    doors = Doors(app, stage)
    assert doors.browser(stage.coach).client.get("/take-overs").status_code == 403
    official = doors.browser(stage.official)
    assert "1 rij" in official.get(f"/take-overs/{takeover_id}").main
    page = official.get("/take-overs")
    assert "Schakel" in page.main
