"""Dates in words, near and far."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.web import dates

TODAY = date(2027, 1, 4)  # a Monday


@pytest.mark.parametrize(
    "days,words",
    [
        (0, "vandaag"),
        (1, "morgen"),
        (-1, "gisteren"),
        (4, "vrijdag"),
        (6, "zondag"),
        (7, "over 7 dagen"),
        (-5, "5 dagen geleden"),
        (14, "over 2 weken"),
        (-20, "2 weken geleden"),
        (60, "over 2 maanden"),
        (400, "over 13 maanden"),
        (730, "over 2 jaar"),
        (1799, "over 5 jaar"),  # a day off five years is not four
        (-800, "2 jaar geleden"),
    ],
)
def test_how_far_a_day_is(app: Flask, days: int, words: str) -> None:
    with app.test_request_context():
        assert dates.distance(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    "days,words",
    [
        (0, "vandaag"),
        (-1, "1 dag te laat"),
        (-13, "13 dagen te laat"),
        (-14, "2 weken te laat"),
        (-90, "3 maanden te laat"),
        (-800, "2 jaar te laat"),
    ],
)
def test_what_is_late(app: Flask, days: int, words: str) -> None:
    with app.test_request_context():
        assert dates.due(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    "days,words",
    [(0, "sinds vandaag"), (-1, "sinds gisteren"), (-5, "al 5 dagen"), (-38, "al 5 weken"), (-70, "al 2 maanden")],
)
def test_how_long_a_task_stands(app: Flask, days: int, words: str) -> None:
    with app.test_request_context():
        assert dates.since(TODAY + timedelta(days=days), TODAY) == words


def test_a_moment_falls_on_the_day_in_brussels(app: Flask) -> None:
    with app.test_request_context():
        assert dates.distance(datetime(2027, 1, 4, 23, 30, tzinfo=UTC), TODAY) == "morgen"
        assert dates.date_and_time(datetime(2027, 7, 1, 22, 30, tzinfo=UTC)) == "2 juli 2027, 00:30"
        assert dates.near_date(date(2027, 1, 5), TODAY) == "morgen, 5 januari 2027"


@pytest.mark.parametrize(
    "text,words", [("P14D", "14 dagen"), ("P1M", "1 maand"), ("P1Y6M", "1 jaar, 6 maanden"), ("plan_due", "plan_due")]
)
def test_durations(app: Flask, text: str, words: str) -> None:
    with app.test_request_context():
        assert dates.duration(text) == words
