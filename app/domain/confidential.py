"""Text that is kept sealed wherever it is kept: the national number (domain.md §8)."""

from __future__ import annotations


class Confidential(str):
    """A text like any other, that whoever writes it down has to seal."""

    __slots__ = ()
