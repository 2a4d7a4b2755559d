"""A payload comes out of the table as it went in, byte for byte, whatever it holds."""

from __future__ import annotations

import hashlib

import pytest

from app.domain import packing
from app.domain.audit import PAYLOAD_KEYS
from app.domain.audit_chain import canonical
from app.domain.packing import pack, unpack

DIGEST = "5d7f202706c744aebdaaacbcfb50706bb62afa7e6f0e1e520730dece32cc682d"
COMPLETED = {
    "answers": 912562346057043583,
    "answers_digest": DIGEST,
    "definition": 912562309613464321,
    "element": "check_advice",
    "process": "hiring",
    "task": 912562345160551226,
}


@pytest.mark.parametrize(
    "payload",
    [
        COMPLETED,
        COMPLETED | {"ignored": ["a", 'b"', "é\0"]},
        COMPLETED | {"element": 'a "quoted" one'},
        COMPLETED | {"element": "{0}"},
        COMPLETED | {"element": ""},
        COMPLETED | {"element": DIGEST},
        COMPLETED | {"task": 2**63},
        COMPLETED | {"task": -1},
        COMPLETED | {"task": True},
        COMPLETED | {"task": 1.5},
        COMPLETED | {"answers_digest": DIGEST.upper()},
        {"due_at": "2020-12-03T23:00:00.000000+00:00", "element": "é", "late_seconds": 0, "process": "p"},
        {"due_at": "0001-01-01T00:00:00.000001+00:00", "element": "e", "late_seconds": 9, "process": "p"},
        {"due_at": "2020-13-03T23:00:00.000000+00:00", "element": "e", "late_seconds": 0, "process": "p"},
        {"end_event": None},
        {"note": 7},
        {},
    ],
)
def test_out_as_in(payload) -> None:
    text = canonical(payload)
    assert unpack(pack(text)) == text


@pytest.mark.parametrize("text", ["{}", '{"note": 7}', '{"note":7,"note":8}', '{"note":07}', "{", '{"note":7'])
def test_a_text_that_is_not_canonical_is_kept_as_it_is(text) -> None:
    assert pack(text) == text.encode() and unpack(pack(text)) == text


def test_the_usual_payload_takes_a_third() -> None:
    assert len(pack(canonical(COMPLETED))) * 2.5 < len(canonical(COMPLETED))


def test_shapes_stay_as_they_are_and_where_they_are() -> None:
    """Rows tell a shape by its place: this may grow, and the first ones never change."""
    first = "\n".join(packing._SHAPES[:25])
    assert (
        hashlib.sha256(first.encode()).hexdigest() == "fb900d8992767c66dcd8d43b7f94f5a4c65dabd58a22b31c84020d5827e6106a"
    )
    assert len(packing._SHAPES) < ord("{")


def test_every_shape_is_of_some_entry() -> None:
    for shape in packing._SHAPES:
        keys = {part.rstrip("#=@!") for part in shape.split()}
        assert any(keys <= declared for declared in PAYLOAD_KEYS.values()), shape


@pytest.mark.parametrize("packed", [b"", b"\xff", b"\x00\x01", b"\x15\xff", b"{\xff"])
def test_what_is_no_payload_is_refused(packed) -> None:
    with pytest.raises(ValueError):
        unpack(packed)
