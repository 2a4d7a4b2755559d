"""Sentences on a page in another language: what is Dutch in them says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask

from app.domain.text import Text, Worded, say
from app.web import language, spoken

TITLED = Worded("dag van het plan", {"en": "day of the plan"})
ONLY_DUTCH = Worded("dag van het plan", {})


@contextmanager
def page_in(app: Flask, chosen: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(language, "chosen", lambda: chosen)
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (say("na %(length)s", length="Plan <b> tekenen"), 'na <span lang="nl">Plan &lt;b&gt; tekenen</span>'),
        (say("na %(length)s", length=say("«%(name)s»", name=TITLED)), "na «day of the plan»"),
        (say("na %(length)s", length=ONLY_DUTCH), 'na <span lang="nl">dag van het plan</span>'),
        (say("na %(length)s", length="plan_due"), "na plan_due"),
        (say("na %(length)s", length=3), "na 3"),
        (say("na %(length)s", length=date(2027, 1, 4)), "na 4 January 2027"),
        (Text(ONLY_DUTCH), '<span lang="nl">dag van het plan</span>'),
        ("Plan tekenen", "Plan tekenen"),
        (None, ""),
    ],
)
def test_what_is_dutch_in_a_sentence_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, text: Text | str | None, shown: str
) -> None:
    with page_in(app, "en", monkeypatch):
        assert str(spoken.shown(text)) == shown


def test_a_dutch_page_marks_nothing_and_leaves_the_template_to_escape(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with page_in(app, "nl", monkeypatch):
        assert spoken.shown(say("na %(length)s", length="<b>")) == "na <b>"
        assert not hasattr(spoken.shown(say("na %(length)s", length="<b>")), "__html__")
        assert spoken.in_dutch("<b>") == "&lt;b&gt;"
