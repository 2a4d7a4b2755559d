"""Whether the rows of a table overlap, leave a gap, or hide each other: exact, or not said at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from app.engine.decision_domains import domains_of
from app.engine.decision_table import DecisionTable

# Beyond these many questions nothing is claimed; the tables people draw need a few dozen.
MAX_STEPS = 200_000
MAX_PAIRS = 500_000


class Coverage:
    """What the rows of a table cover of the values its columns can have. NotJudged when that depends on more."""

    def __init__(self, table: DecisionTable) -> None:
        self.domains = domains_of(table)
        self.rows = [[domain.mask(rule) for domain in self.domains] for rule in table.rules]
        self.fitting = [
            [_joined(row for row, masks in enumerate(self.rows) if masks[at] >> region & 1) for region in regions]
            for at, regions in enumerate(range(len(domain.samples)) for domain in self.domains)
        ]
        self.steps = 0

    def never(self) -> list[int]:
        """The rows, counted from 0, that no values fit."""
        return [row for row, masks in enumerate(self.rows) if not all(masks)]

    def overlaps(self) -> Iterator[tuple[int, int, str]]:
        """The pairs of rows that can fit both, with values for which they do."""
        for count, (one, other) in enumerate(combinations(range(len(self.rows)), 2)):
            if count > MAX_PAIRS:
                return
            common = [left & right for left, right in zip(self.rows[one], self.rows[other], strict=True)]
            if all(common):
                yield one, other, self._shown([_lowest(mask) for mask in common])

    def gap(self) -> str | None:
        """Values, all of them there, that no row fits; None when there are none, or too many to look through."""
        present = [domain.present for domain in self.domains]
        found = self._find(present, (1 << len(self.rows)) - 1) if all(present) else None
        return self._shown(found) if found else None

    def hidden(self) -> list[int]:
        """The rows for which, whenever they fit, a row above them fits too."""
        return [row for row, masks in enumerate(self.rows) if all(masks) and self._find(masks, (1 << row) - 1) is None]

    def _find(self, room: list[int], rows: int) -> list[int] | None:
        """A region of each domain, within `room`, that none of `rows` (a bit each) fits; empty when it takes long."""
        try:
            return self._search(room, rows, 0, set())
        except _TooLong:
            return []

    def _search(self, room: list[int], rows: int, at: int, covered: set[tuple[int, int]]) -> list[int] | None:
        if not rows:
            return [_lowest(mask) for mask in room[at:]]
        if at == len(room) or (at, rows) in covered:
            return None
        for region in _bits(room[at]):
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise _TooLong
            found = self._search(room, rows & self.fitting[at][region], at + 1, covered)
            if found is not None:
                return [region, *found]
        covered.add((at, rows))
        return None

    def _shown(self, regions: list[int]) -> str:
        return ", ".join(domain.shown(region) for domain, region in zip(self.domains, regions, strict=True))


class _TooLong(Exception):
    """The search went on for longer than a check may take."""


def _joined(bits: Iterable[int]) -> int:
    return sum(1 << bit for bit in bits)


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
