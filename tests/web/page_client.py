"""A browser without a screen that looks at every page it gets: the HTML must be clean, whatever the test is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.world import PASSWORD

_UNLABELLED = ("hidden", "submit", "button")
_HANDLER = re.compile(r"on[a-z]+")
_REFERENCES = ("aria-describedby", "aria-labelledby", "for", "aria-controls")


class _Reader(HTML5TreeBuilder):
    """Keeps what the parser found wrong: reading a page once more to hear it costs as much as the first time."""

    errors: tuple[str, ...] = ()

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None
        self.errors = tuple(f"{code} at {position}" for position, code, _ in parser.errors)


class Page:
    """An answer of the application: its status, and its HTML if it is a page."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.text = response.get_data(as_text=True)
        reader = _Reader()
        self.html = BeautifulSoup(self.text, builder=reader) if response.mimetype == "text/html" else None
        self.errors = reader.errors

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return words(self.one("h1"))

    @property
    def main(self) -> str:
        """Everything that can be read in the main part."""
        return words(self.one("main"))

    def one(self, selector: str) -> Tag:
        """The one element a selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} × {selector}\n{self.text[:3000]}"
        return found[0]

    def all(self, selector: str) -> list[Tag]:
        """Everything a selector finds."""
        assert self.html is not None, f"no page but {self.response.mimetype}: {self.text[:300]}"
        return list(self.html.select(selector))

    def tags(self, *names: str) -> list[Tag]:
        """Every element, or those of these kinds; without a selector, which costs ten times as much."""
        assert self.html is not None
        return list(self.html.find_all(names or True))

    def links(self) -> list[str]:
        """Where the page leads."""
        return [str(link["href"]) for link in self.all("a[href]")]

    def fields(self, form: Tag) -> dict[str, str]:
        """What the browser would post of a form as it stands (without the buttons)."""
        values: dict[str, str] = {}
        for field in form.select("input, select, textarea"):
            name = field.get("name")
            if not name:
                continue
            if field.name == "select":
                chosen = field.select_one("option[selected]") or field.select_one("option")
                values[str(name)] = str(chosen.get("value", "")) if chosen else ""
            elif field.name == "textarea":
                values[str(name)] = field.get_text().removeprefix("\n")
            elif field.get("type") in ("checkbox", "radio"):
                if field.has_attr("checked"):
                    values[str(name)] = str(field.get("value", "on"))
            else:
                values[str(name)] = str(field.get("value", ""))
        return values


class PageClient:
    """Gets pages and sends forms as a browser does, and checks every page on the way."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def sign_in(self, name: str) -> PageClient:
        """Sign in as somebody of the world, through the real form."""
        page = self.submit(self.get("/login"), 'form[action="/login"]', email=f"{name}@test.example", password=PASSWORD)
        assert page.status == 302, page.main
        return self

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        """The page at `path`."""
        return self._checked(self.client.get(path, **options), status)

    def post(self, path: str, data: Any = None, status: int = 302, token: bool = True, **options: Any) -> Page:
        """What comes of posting to `path`, with a token of this session unless the test is about that."""
        data = dict(data or {})
        if token:
            data["csrf_token"] = self.token()
        return self._checked(self.client.post(path, data=data, **options), status)

    def token(self) -> str:
        """A form token of this session."""
        return str(
            self.get("/login" if not self._signed_in() else "/account").all("input[name=csrf_token]")[0]["value"]
        )

    def submit(self, page: Page, selector: str, button: str = "", status: int | None = None, **values: Any) -> Page:
        """Fill in a form of the page and send it; `button` is "name=value" of the button pressed."""
        form = page.one(selector)
        data: dict[str, Any] = {**page.fields(form), **values}
        if button:
            name, _, value = button.partition("=")
            data[name] = value
        action = str(form["action"])
        return self._checked(self.client.post(action, data=data), status)

    def follow(self, page: Page) -> Page:
        """The page a redirect leads to."""
        assert page.status == 302, page.text[:500]
        return self.get(page.location)

    def _signed_in(self) -> bool:
        with self.client.session_transaction() as session:
            return "_user_id" in session

    def _checked(self, response: TestResponse, status: int | None) -> Page:
        page = Page(response)
        where = f"{response.request.method} {response.request.path}"
        assert status is None or page.status == status, f"{where}: {page.status}\n{words_of(page)}"
        assert "Content-Security-Policy" in response.headers, where
        if page.html is not None and "sandbox" not in response.headers["Content-Security-Policy"]:
            problems = list(untidy(page)) if page.status not in (301, 302, 303, 308) else []
            assert not problems, f"{where}: {problems}\n{page.text}"
        return page


def untidy(page: Page) -> Any:
    """What is not as it should be in the HTML of a page."""
    yield from page.errors
    headings = page.tags("h1")
    if len(headings) != 1:
        yield f"{len(headings)} × h1"
    title = page.tags("title")[0].get_text()
    if headings and not " ".join(title.split()).startswith(words(headings[0])):
        yield f"the title «{title}» does not start with the heading"
    ids = Counter(tag["id"] for tag in page.tags() if tag.has_attr("id"))
    yield from (f"id {name} twice" for name, times in ids.items() if times > 1)
    for form in page.tags("form"):
        if not form.get("action"):
            yield f"form without action or method: {form}"
        if str(form.get("method")).lower() == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            yield f"form without token: {form.get('action')}"
    yield from unlabelled(page)
    yield from inline(page)
    yield from dangling(page, ids.keys())


def unlabelled(page: Page) -> Any:
    """Fields a screen reader cannot name."""
    labelled = {label["for"] for label in page.tags("label") if label.has_attr("for")}
    for field in page.tags("input", "select", "textarea"):
        named = field.get("id") in labelled or field.get("aria-label") or field.find_parent("label")
        if field.get("type") not in _UNLABELLED and not named:
            yield f"field without label: {field}"
    for image in page.tags("img"):
        if image.get("alt") is None:
            yield f"image without alt: {image}"


def inline(page: Page) -> Any:
    """What the content security policy would refuse."""
    for tag in page.tags():
        yield from (f"{name} on {tag.name}" for name in tag.attrs if _HANDLER.fullmatch(name) or name == "style")
    yield from ("inline <style>" for _ in page.tags("style"))
    for script in page.tags("script"):
        if not script.get("src") and script.get("type") != "application/json":
            yield "inline <script>"


def dangling(page: Page, ids: Collection[str]) -> Any:
    """References to ids that are not on the page."""
    for tag in page.tags():
        for attribute in _REFERENCES:
            named = tag.attrs.get(attribute) or ""
            names = named if isinstance(named, list) else named.split()  # of an <output>, `for` is a list
            yield from (f"{attribute} to {name}" for name in names if name not in ids)


def words(tag: Tag) -> str:
    """The text of an element on one line."""
    return " ".join(tag.get_text(" ").split())


def words_of(page: Page) -> str:
    """What a failed test shows of a page."""
    return words(page.html) if page.html is not None else page.text[:1000]
