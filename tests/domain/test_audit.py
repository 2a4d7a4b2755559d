"""The chain's format is what release 1 wrote, whatever library writes it today."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as some

from app.domain.audit_chain import GENESIS, Entry, entry_hash, first_break

_WORDS = some.text(some.characters(exclude_categories=["Cs"]))
_NUMBERS = some.none() | some.integers(-(2**63), 2**63 - 1)


@given(some.integers(1, 2**62), _WORDS, _NUMBERS, _WORDS, _NUMBERS, _WORDS)
def test_an_entry_hashes_as_json_without_spaces_in_utf_8(number, at, actor, tag, case, payload):
    content = json.dumps(
        [GENESIS, number, at, actor, tag, case, payload], separators=(",", ":"), ensure_ascii=False
    ).encode()
    assert entry_hash(GENESIS, Entry(number, at, actor, tag, case, payload)) == hashlib.sha256(content).hexdigest()


def test_an_entry_that_holds_something_else_is_a_break_and_no_failure():
    entry = Entry(1, "2027-01-04T08:00:00.000000+00:00", None, "note:added", None, b"{}")
    _count, _last, broken = first_break([(entry, GENESIS, GENESIS)])
    assert (broken.number, broken.kind) == (1, "content")
