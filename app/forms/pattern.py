"""Patterns (regular expressions) that a form may set on a text, kept to those that cannot take long.

Python's matcher backtracks: ``(a+)+$`` needs hours on thirty letters. A pattern comes from the person who designs forms
and meets texts from anybody, so what can explode is refused when the form is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.text import Text, say

LONGEST = 300
MOST_TIMES = 20  # a repeat that goes further counts as open-ended
MOST_OPEN_ENDS = 3  # each open-ended repeat multiplies the work by the length of the text

_ENDLESS = 1_000_000
_REPEAT = re.compile(r"[*+?]|\{\d*,?\d*\}")


class BadPattern(ValueError):
    """The pattern cannot be used; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def read_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern. Raises BadPattern when it is wrong or could take too long."""
    if len(source) > LONGEST:
        raise BadPattern(say("het is langer dan %(count)s tekens", count=LONGEST))
    try:
        pattern = re.compile(source, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise BadPattern(say("het is niet goed geschreven")) from None
    _ensure_quick(source)
    return pattern


# How much a group can explode when it is repeated: not at all, a little (it can match in a few ways), or without bound.
_SAFE, _SOME, _OPEN = 0, 1, 2
_FEW = 4


def _ensure_quick(source: str) -> None:
    if re.search(r"\(\?[^:]", source):
        raise BadPattern(say("vooruit of achteruit kijken kan niet"))
    if re.search(r"\\[1-9]", source):
        raise BadPattern(say("terugverwijzen naar een groep kan niet"))
    open_ends = 0
    groups = [_SAFE]
    closed = _SAFE  # of the group that closed just before
    for part in _parts(source):
        if part == "(":
            groups.append(_SAFE)
        elif part == "|":
            groups[-1] = max(groups[-1], _SOME)
        elif _REPEAT.fullmatch(part):
            least, most = _times(part)
            if closed and most > 1 and (closed == _OPEN or most > _FEW):
                raise BadPattern(say("een herhaling binnen een herhaling kan niet"))
            open_ends += most > MOST_TIMES
            if least != most or closed:
                groups[-1] = max(groups[-1], _OPEN if most > MOST_TIMES or (closed and most > 1) else _SOME)
        closed = groups.pop() if part == ")" else _SAFE
        groups[-1] = max(groups[-1], closed)
    if open_ends > MOST_OPEN_ENDS:
        raise BadPattern(say("er staan meer dan %(count)s herhalingen zonder einde in", count=MOST_OPEN_ENDS))


def _parts(source: str) -> Iterator[str]:
    """The pattern in pieces: escaped signs, classes in brackets, repeats, and single signs."""
    at = 0
    while at < len(source):
        repeat = _REPEAT.match(source, at)
        if source.startswith("(?:", at):
            yield "("
            at += 3
            continue
        if source[at] == "\\":
            end = at + 2
        elif source[at] == "[":
            end = _end_of_class(source, at)
        else:
            end = repeat.end() if repeat else at + 1
        yield source[at:end]
        at = end


def _times(repeat: str) -> tuple[int, int]:
    """How often a repeat repeats, at least and at most; without an end counts as very often."""
    if repeat in ("*", "+", "?"):
        return {"*": (0, _ENDLESS), "+": (1, _ENDLESS), "?": (0, 1)}[repeat]
    least, comma, most = repeat.strip("{}").partition(",")
    low = int(least or 0)
    return low, (int(most) if most else _ENDLESS if comma else low)


def _end_of_class(source: str, at: int) -> int:
    at += 1
    if source[at : at + 1] == "^":
        at += 1
    if source[at : at + 1] == "]":
        at += 1
    while source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at + 1
