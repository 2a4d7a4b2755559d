"""Letters that a diagram may name, and those that somebody fills."""

from __future__ import annotations

from app.domain.codes import LetterTemplate
from app.services import registries
from app.services.effects.letter import LETTERS


def test_every_letter_a_diagram_may_name_is_filled_by_somebody() -> None:
    registries.load()
    assert set(LETTERS) == set(LetterTemplate)
