"""Addresses and sentences of pages that are remembered: each must be what the library says, every time."""

from __future__ import annotations

from typing import Any

import flask
import flask_babel
import pytest
from flask import Flask, render_template_string, session
from werkzeug.routing import BuildError

from app.web.addresses import to_number, url_for

PLACE = 10**18
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("worklist.show", {}),
    ("worklist.show", {"tab": "mine", "q": None}),
    ("worklist.show", {"tab": "mine", "q": "é & ?/%"}),
    ("worklist.show", {"q": str(PLACE), "organisation": 7}),
    ("worklist.show", {"q": True}),
    ("tasks.show", {"task_id": 0}),
    ("tasks.show", {"task_id": 2**63 - 1}),
    ("tasks.show", {"task_id": "12"}),
    ("tasks.show", {"task_id": 5, "more": 6}),
    ("tasks.show", {"more": 6, "task_id": 5}),
    ("tasks.show", {"task_id": 5, "_anchor": "form"}),
    ("tasks.show", {"task_id": PLACE, "more": PLACE + 1}),
]


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
@pytest.mark.parametrize("root", ["", "/traject"])
def test_an_address_is_what_flask_says(app: Flask, endpoint: str, values: dict[str, Any], root: str) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        for _ in range(2):  # made, and remembered
            assert url_for(endpoint, **values) == flask.url_for(endpoint, **values)


def test_rows_have_their_own_numbers(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [url_for("tasks.show", task_id=number) for number in (1, 22, 1)] == ["/tasks/1", "/tasks/22", "/tasks/1"]


@pytest.mark.parametrize("root", ["", "/traject"])
def test_the_addresses_of_a_list_are_what_flask_says(app: Flask, root: str) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        of_task, with_more = to_number("tasks.show", "task_id"), to_number("worklist.show", "organisation")
        for number in (0, 7, PLACE, 2**63 - 1):
            assert of_task(number) == flask.url_for("tasks.show", task_id=number)
            assert with_more(number) == flask.url_for("worklist.show", organisation=number)


def test_an_address_that_lacks_a_part_is_refused(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(BuildError):
        url_for("tasks.show", other=3)


def test_each_language_has_its_own_sentences_and_what_is_put_in_is_escaped(app: Flask) -> None:
    template = "{{ _('Mijn taken') }}|{{ _('sinds %(when)s', when=when) }}"
    for language, words in (("nl", "Mijn taken|sinds &lt;b&gt;"), ("en", "My tasks|since &lt;b&gt;")) * 2:
        with app.test_request_context("/"):
            session["language"] = language
            assert render_template_string(template, when="<b>") == words


def test_a_language_chosen_half_way_is_never_remembered_for_the_other(app: Flask) -> None:
    """Flask-Babel keeps the first language of a request; what is remembered must not depend on that."""
    template = "{{ _('Wacht op anderen') }}"
    with app.test_request_context("/"):
        session["language"] = "nl"
        flask_babel.gettext("Wacht op anderen")
        session["language"] = "en"
        assert render_template_string(template) == "Waiting for others"
    with app.test_request_context("/"):
        session["language"] = "nl"
        assert render_template_string(template) == "Wacht op anderen"
