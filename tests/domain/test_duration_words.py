"""Durations of a diagram in words."""

from __future__ import annotations

import pytest

from app.domain.duration_words import in_words


@pytest.mark.parametrize(
    "written, words",
    [
        ("P14D", "14 dagen"),
        ("P1M", "1 maand"),
        ("P1Y6M", "1 jaar en 6 maanden"),
        ("'P3W'", "3 weken"),
        ("PT36H", "36 uur"),
        ("plan_due", "plan_due"),
        ("", ""),
    ],
)
def test_a_duration_in_words(written: str, words: str) -> None:
    assert str(in_words(written)) == words
