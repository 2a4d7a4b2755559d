"""Which numbers about people are not told to who does not see them: the few, and what would give the few away."""

from __future__ import annotations

from collections.abc import Mapping

#: Fewer than this is few.
FEW = 5


def is_few(number: int) -> bool:
    """Whether a number is about so few people that one of them might be recognised. Nobody is not few."""
    return 0 < number < FEW


def untold(parts: Mapping[int, int]) -> frozenset[int]:
    """The parts of a total that are not told: the few, and the smallest of the others where the total minus all that is
    told would still be few, or be about a single part."""
    hidden = {part for part, number in parts.items() if is_few(number)}
    others = sorted((number, part) for part, number in parts.items() if number >= FEW)
    while hidden and others and (len(hidden) == 1 or is_few(sum(parts[part] for part in hidden))):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def is_told(parts: Mapping[int, int], part: int | None) -> bool:
    """Whether the number of one part, or of all together (None), may be told."""
    return part not in untold(parts) if part is not None else not is_few(sum(parts.values()))
