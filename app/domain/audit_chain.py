"""The chain of the audit trail: pure functions, so that an outside verifier can share them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import orjson

GENESIS = "0" * 64


class Entry(NamedTuple):
    """One entry of the chain. `at` is ISO 8601 in UTC with microseconds; `payload` canonical JSON."""

    number: int
    at: str
    actor: int | None
    tag: str
    case: int | None
    payload: str


def canonical(payload: dict[str, object]) -> str:
    """The one way a payload is written: sorted keys, no spaces, UTF-8."""
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME).decode()


def entry_hash(previous: str, entry: Entry) -> str:
    """SHA-256 (hex) over the previous hash and everything in the entry: a JSON list without spaces, in UTF-8."""
    return hashlib.sha256(orjson.dumps((previous, *entry))).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where a chain is broken first, and how: 'number', 'previous' or 'content'."""

    number: int
    kind: str


def first_break(entries: Iterable[tuple[Entry, str, str]], *, gaps: bool = False) -> tuple[int, str, Break | None]:
    """Walk (entry, previous_hash, hash) in order of number; returns how many were read, the last hash, the first break.

    An empty `previous_hash` is that of the entry before it.
    `gaps`: the entries of one case only. Numbers must still rise, each entry must bear out its own hash, and where
    two numbers follow each other the hashes must too.
    """
    count, number, last = 0, 0, GENESIS
    for entry, previous, own in entries:
        follows = entry.number == number + 1
        if not follows and not (gaps and entry.number > number):
            return count, last, Break(number + 1, "number")
        if follows and previous and previous != last:
            return count, last, Break(entry.number, "previous")
        if not _bears_out(previous or last, entry, own):
            return count, last, Break(entry.number, "content")
        count, number, last = count + 1, entry.number, own
    return count, last, None


def _bears_out(previous: str, entry: Entry, own: str) -> bool:
    try:
        return entry_hash(previous, entry) == own
    except TypeError:  # somebody put something else than text and numbers there
        return False
