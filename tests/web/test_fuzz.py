"""Every page route of the URL map with hostile parameters, query strings, form fields and files: always an answer.

Never a 500, never a traceback, and whatever page comes back is clean HTML (the page client looks). On PostgreSQL, which
refuses what SQLite swallows. A new route is in here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app import create_app, db
from app.models.base import configure_keys
from app.queries.page import encode_cursor
from config import Environment, Settings
from tests.conftest import SECRET_KEY
from tests.support.clock import TestClock
from tests.support.databases import Databases
from tests.web import world as worlds
from tests.web.objects import VALID
from tests.web.page_client import Page, PageClient
from tests.web.test_matrix import Cell, cells

#: The account that the requests about an account are about is not among them.
ROLES = ("administrator", "coach2", "vdab_counsellor", "worker")
TRACES = re.compile(r"Traceback \(most recent|sqlalchemy|psycopg|werkzeug\.exceptions|File \"/")
#: Leaves every other request without a session, or without the clock they stand on: tried by tests of their own.
LEFT_OUT = {"account.logout", "clock.set_moment", "clock.advance", "clock.to_next", "clock.real"}
HOSTILE = (
    *("", " ", "\x00", "a\x00b", "\r\nX: y", "'", '"><script>alert(1)</script>', "%", "_", "\\", "%s%n", "{{7*7}}"),
    *("${7*7}", "../../etc/passwd", "//evil.example", "javascript:alert(1)", "é" * 600, "ﷺ" * 120, "x" * 20_000),
    *("-1", "0", "1e400", "NaN", "Infinity", "9" * 19, "9" * 400, "1,5", "٣", "0x10", "true", "null", "[]", "{}"),
    *("2027-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2027-01-04T25:61", "2027-01-04"),
    *("keep", "complete", "nl", "en", "fr", "coach", "trajectory", "enterprise", "P1D", "P9999999Y", "PT", "\ufffe"),
    *("\u202egnp.exe", "🧨" * 50, "YQ", "W10", "bnVsbA", "=" * 9, encode_cursor("z" * 9999, 1), encode_cursor("a", -1)),
    encode_cursor("9999-12-31T23:59:59+00:00", 2**63 - 1),
    encode_cursor("0001-01-01T00:00:00+14:00", 1),
)
ODD_NAMES = ("_action", "_add", "_remove", "points-999999999-what", "points--1-_row", "x" * 500, "csrf_token[]", "")
FILES = (
    b"",
    b"PK\x03\x04" + b"\x00" * 200,
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    b"\xff\xfe" * 999,
    b"{" * 9999,
)


@dataclass
class Stand:
    """The world with somebody of each of a few roles at a browser, every request there is, and the names in use."""

    browsers: dict[str, PageClient] = field(repr=False)
    requests: list[Cell] = field(repr=False)
    names: list[str] = field(repr=False)

    def try_out(self, role: str, cell: Cell, query: Any, form: Any, file: bytes | None) -> Page:
        """Send a request and look at what comes back."""
        browser = self.browsers[role]
        if cell.method == "GET":
            return self.looked_at(browser.get(cell.path, status=None, query_string=query))  # type: ignore[arg-type]  # a browser passes it on
        data = {name: list(values) for name, values in form.items()}
        if file is not None:
            data["file"] = [(BytesIO(file), "x.bpmn")]
            data[self.names[len(file) % len(self.names)]] = [(BytesIO(file), "../x.html")]
        page = browser.post(cell.path, data, status=None, query_string=query)  # type: ignore[arg-type]  # a browser passes it on
        return self.looked_at(page)

    def looked_at(self, page: Page) -> Page:
        """An answer to somebody who asked something strange: a page, a sentence, never what went wrong inside."""
        where = f"{page.response.request.method} {page.response.request.url[:300]}"
        assert page.status < 500, where
        assert not TRACES.search(page.text), where
        if "Location" in page.response.headers:
            assert page.location.startswith("/") and not page.location.startswith("//"), where
        return page


@pytest.fixture(scope="module")
def stand(databases: Databases) -> Iterator[Stand]:
    """The small world on PostgreSQL, shared: what one request changes the next one meets."""
    made = databases.create("postgresql")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    TestClock()
    world = worlds.build()
    app = create_app(Settings(made.url, secret_key=SECRET_KEY, environment=Environment.TESTING))
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as people meet it: a 500 is a page, and this test fails on it
    app.testing = False
    yield stand_in(app, world)
    databases.remove(made)


def stand_in(app: Flask, world: worlds.World) -> Stand:
    """Sign everybody in and look what there is to send."""
    browsers = {role: PageClient(app.test_client()).sign_in(role) for role in ROLES}
    requests = [cell for method in ("GET", "POST") for cell in cells(app, world, method)]
    requests = [cell for cell in requests if cell.endpoint not in LEFT_OUT]
    pages = (browsers[ROLES[0]].get(cell.path, status=None) for cell in requests if cell.method == "GET")
    names = {name for page in pages if page.html is not None for name in names_on(page)}
    return Stand(browsers, requests, sorted(names | set(ODD_NAMES) | set(VALID)))


def names_on(page: Page) -> Iterator[str]:
    """The names of the fields of a page, and of the parameters in its links."""
    yield from (str(field["name"]) for field in page.all("[name]") if field.name in ("input", "select", "textarea"))
    for link in page.links():
        yield from re.findall(r"[?&]([a-z_]+)=", link)


def test_every_route_with_everything_wrong_at_once(stand: Stand) -> None:
    failures = []
    for number, cell in enumerate(stand.requests):
        values = [HOSTILE[(number + place) % len(HOSTILE)] for place in range(len(stand.names))]
        everything = dict(zip(stand.names, ([value] for value in values), strict=True))
        query = [(name, value[:2000]) for name, value in zip(stand.names, values, strict=True) if len(name) < 99]
        role = ROLES[number % 2]
        file = FILES[number % len(FILES)] if number % 3 == 0 else None
        try:
            stand.try_out(role, cell, query if cell.method == "GET" else {}, everything, file)
        except AssertionError as wrong:
            failures.append(f"{cell.endpoint} as {role}: {str(wrong)[:600]}")
    assert not failures, "\n\n".join(failures)
    assert len({cell.endpoint for cell in stand.requests}) > 60


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_request_gets_an_answer(stand: Stand, data: st.DataObject) -> None:
    value = st.sampled_from(HOSTILE) | st.text(max_size=40)
    fields = st.dictionaries(st.sampled_from(stand.names), st.lists(value, min_size=1, max_size=3), max_size=6)
    cell, role = data.draw(st.sampled_from(stand.requests)), data.draw(st.sampled_from(ROLES))
    query = [(name[:99], text[:2000]) for name, texts in data.draw(fields).items() for text in texts]
    form = VALID | data.draw(fields) if data.draw(st.booleans()) else data.draw(fields)
    form = {name: [text] if isinstance(text, str) else text for name, text in form.items()}
    stand.try_out(role, cell, query, form, data.draw(st.none() | st.sampled_from(FILES)))


@pytest.mark.parametrize(
    "value", ["", "9999-12-31T23:59", "0001-01-01", "2027-01-04T08:00+99:00", "\x00", "P1D", "9" * 99]
)
def test_the_clock_takes_no_nonsense(stand: Stand, value: str) -> None:
    browser = stand.browsers["administrator"]
    for path, name in (("/clock/moment", "moment"), ("/clock/advance", "duration")):
        page = stand.looked_at(browser.post(path, {name: value}, status=None))
        assert page.status in (302, 422), (path, value)
