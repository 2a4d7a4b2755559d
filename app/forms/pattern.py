"""Patterns (regular expressions) that a form may set on a text, kept to those that cannot take long.

Python's matcher backtracks: ``(a+)+$`` needs hours on thirty letters. A pattern comes from the person who designs forms
and meets texts from anybody, so what can explode is refused when the form is checked.
"""

from __future__ import annotations

import re

LONGEST = 300
MOST_OPEN_ENDS = 3  # each open-ended repeat multiplies the work by the length of the text

_REPEAT = re.compile(r"[*+?]|\{\d*,?\d*\}")


class BadPattern(ValueError):
    """The pattern cannot be used; the message says why, in Dutch."""


def read_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern. Raises BadPattern when it is wrong or could take too long."""
    if len(source) > LONGEST:
        raise BadPattern(f"het is langer dan {LONGEST} tekens")
    try:
        pattern = re.compile(source, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise BadPattern("het is niet goed geschreven") from None
    _ensure_quick(source)
    return pattern


def _ensure_quick(source: str) -> None:
    if re.search(r"\(\?[^:]", source):
        raise BadPattern("vooruit of achteruit kijken kan niet")
    if re.search(r"\\[1-9]", source):
        raise BadPattern("terugverwijzen naar een groep kan niet")
    open_ends, groups, last_closed = 0, [False], False
    at = 0
    while at < len(source):
        letter = source[at]
        repeat = _REPEAT.match(source, at)
        if letter == "\\":
            at, last_closed = at + 2, False
        elif letter == "[":
            at, last_closed = _end_of_class(source, at), False
        elif letter == "(":
            groups.append(False)
            at, last_closed = at + 1, False
        elif letter == ")":
            last_closed = groups.pop()
            groups[-1] = groups[-1] or last_closed
            at += 1
        elif letter == "|":
            groups[-1] = True  # alternatives inside a repeated group can overlap
            at, last_closed = at + 1, False
        elif repeat:
            if _many(repeat[0]):
                open_ends += 1
                if last_closed:
                    raise BadPattern("een herhaling binnen een herhaling kan niet")
                groups[-1] = True
            at, last_closed = repeat.end(), False
        else:
            at, last_closed = at + 1, False
    if open_ends > MOST_OPEN_ENDS:
        raise BadPattern(f"er staan meer dan {MOST_OPEN_ENDS} herhalingen zonder einde in")


def _many(repeat: str) -> bool:
    """Whether a repeat has no end, or one far away."""
    if repeat in "*+":
        return True
    if repeat == "?":
        return False
    end = repeat.strip("{}").split(",")[-1]
    return not end or int(end) > 20


def _end_of_class(source: str, at: int) -> int:
    at += 1
    if source[at : at + 1] == "^":
        at += 1
    if source[at : at + 1] == "]":
        at += 1
    while source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at + 1
