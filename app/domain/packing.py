"""Payloads of the trail as its table keeps them: those of the usual shapes without names of keys.

What is chained and exported is a text (domain/audit.py). Two thirds of that text are names of keys, and numbers and
digests written out. So the table holds the place of a shape in `_SHAPES` and the values: eight bytes for a number or a
moment, 32 for a digest, words as they are. What no shape tells exactly is kept as its text.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

# The keys of a payload in order, each with what its value is: # number, = digest, @ moment, ! any JSON, none: a word.
# Rows tell a shape by its place here: none may ever change or move, new ones are added at the end.
_SHAPES = (
    "answers# answers_digest= definition# element process task#",
    "answers# answers_digest= definition# element ignored! process task#",
    "assignee# due_at@ element organisation# process role task#",
    "due_at@ element organisation# process role task#",
    "assignee# element organisation# process role task#",
    "element organisation# process role task#",
    "due_at@ element process role task#",
    "element process role task#",
    "due_at@ element late_seconds# process",
    "element process task#",
    "assignee# element process task#",
    "assignee# element previous# process task#",
    "notice# recipients# role",
    "organisation# role",
    "organisation# role user#",
    "organisation# previous_organisation# role user#",
    "answers_digest= definition# organisation# person# process",
    "answers_digest= definition# organisation# process",
    "answers_digest= definition# process",
    "definition# process",
    "after before ground id# subject what",
    "digest= document# kind",
    "end_event",
    "note#",
    "means user#",
)
_TEXT = b"{"  # what a text begins with; no place is as high
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_WORD = re.compile(r'[^"\\\x00-\x1f]*')
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


def pack(payload: str) -> bytes:
    """A payload as the table keeps it."""
    text = payload.encode()
    try:
        values: dict[str, Any] = orjson.loads(text)
        kinds = {key: _kind(value) for key, value in values.items()}
        shape = _PLACES[" ".join(key + kind for key, kind in kinds.items())]
        packed = shape.pack([_PACKED[kind](values[key]) for key, kind in kinds.items()])
    except (ValueError, KeyError, AttributeError, OverflowError):
        return text
    return packed if unpack(packed) == payload else text


def unpack(packed: bytes) -> str:
    """The payload again, byte for byte. ValueError when it is neither a text nor of a known shape."""
    if packed[:1] == _TEXT:
        return packed.decode()
    try:
        return _READY[packed[0]].unpack(packed)
    except (IndexError, struct.error):
        raise ValueError("no payload") from None


def _kind(value: object) -> str:
    if type(value) is int:
        return "#"
    if isinstance(value, str):
        if len(value) == 64 and _DIGEST.fullmatch(value):
            return "="
        if len(value) == 32 and _MOMENT.fullmatch(value):
            return "@"
        if _WORD.fullmatch(value):
            return ""
    return "!"


def _micros(moment: str) -> int:
    return (datetime.fromisoformat(moment) - _BEGIN) // timedelta(microseconds=1)


def _moment(micros: int) -> str:
    return (_BEGIN + timedelta(microseconds=micros)).isoformat(timespec="microseconds")


_PACKED: dict[str, Callable[[Any], Any]] = {
    "#": lambda value: value,
    "=": bytes.fromhex,
    "@": _micros,
    "!": lambda value: orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode(),
    "": lambda value: value,
}


class _Shape:
    """One shape, made ready: its values of fixed length come first, then the words with a NUL between them."""

    def __init__(self, place: int, told: str) -> None:
        parts = re.findall(r"(\w+)([#=@!]?)", told)
        self._place = bytes([place])
        self._fixed = [at for at, (_, kind) in enumerate(parts) if kind in ("#", "=", "@")]
        self._words = [at for at in range(len(parts)) if at not in self._fixed]
        kinds = [parts[at][1] for at in self._fixed]
        self._struct = struct.Struct(">x" + "".join("32s" if kind == "=" else "q" for kind in kinds))
        self._told = [(at, bytes.hex if kind == "=" else _moment) for at, kind in enumerate(kinds) if kind != "#"]
        places = {at: place for place, at in enumerate(self._fixed + self._words)}
        shown = (
            f'"{key}":{{{places[at]}}}' if kind in ("#", "!") else f'"{key}":"{{{places[at]}}}"'
            for at, (key, kind) in enumerate(parts)
        )
        self._show = ("{{" + ",".join(shown) + "}}").format

    def pack(self, values: list[Any]) -> bytes:
        """The values in order of their keys, packed. Ones that do not fit raise."""
        words = "\0".join(values[at] for at in self._words)
        try:
            fixed = self._struct.pack(*(values[at] for at in self._fixed))
        except struct.error as error:
            raise OverflowError from error
        return self._place + fixed[1:] + words.encode()

    def unpack(self, packed: bytes) -> str:
        """The payload's text."""
        fixed = list(self._struct.unpack_from(packed))
        for at, tell in self._told:
            fixed[at] = tell(fixed[at])
        return self._show(*fixed, *packed[self._struct.size :].decode().split("\0"))


_READY = tuple(_Shape(place, told) for place, told in enumerate(_SHAPES))
_PLACES = dict(zip(_SHAPES, _READY, strict=True))
