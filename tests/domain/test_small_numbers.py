"""Small numbers stay untold, also to who can subtract."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.small_numbers import FEW, is_few, untold


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ({1: 10, 2: 20}, set()),
        ({1: 10, 2: 0}, set()),
        ({1: 10, 2: 2, 3: 20}, {1, 2}),
        ({1: 10, 2: 2, 3: 3}, {2, 3}),
        ({1: 10, 2: 1, 3: 1, 4: 30}, {1, 2, 3}),
        ({1: 3}, {1}),
        ({}, set()),
    ],
)
def test_the_few_and_what_gives_them_away(parts: dict[int, int], hidden: set[int]) -> None:
    assert untold(parts) == hidden


def test_a_total_minus_what_is_told_is_never_few() -> None:
    """Whatever the numbers of four parts: what is left of a told total is nobody, or enough and of more than one."""
    for numbers in product((0, 1, 2, 4, 5, 9, 30), repeat=4):
        parts = dict(enumerate(numbers))
        hidden = untold(parts)
        left = sum(parts[part] for part in hidden)
        assert not any(is_few(number) for part, number in parts.items() if part not in hidden)
        if not is_few(sum(numbers)) and hidden and len(hidden) < sum(1 for number in numbers if number):
            assert left >= FEW
            assert len(hidden) > 1
