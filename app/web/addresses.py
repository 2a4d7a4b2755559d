"""Addresses in pages: `url_for`, built once per kind of address. A list asks for the same two in every row.

An address differs from the next by a number (which task, which case): it is built once with another number in that
place, and the number is put in. Whatever else differs is built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import flask
from flask import has_request_context, request

#: Stands for the first number of an address, the next one for the second. As large as identifiers are.
_PLACE = 10**18


def url_for(endpoint: str, **values: Any) -> str:
    """What `flask.url_for` says. BuildError where it would raise one."""
    numbers: list[str] = []
    words: list[tuple[str, str | None, bool]] = []
    for name, value in values.items():
        if type(value) is int and value >= 0 and name[0] != "_":
            numbers.append(str(value))
            words.append((name, None, True))
        elif (type(value) is str or value is None) and name[0] != "_":
            words.append((name, value, False))
        else:
            return flask.url_for(endpoint, **values)
    pieces = (
        _pieces(request.script_root, endpoint, tuple(words)) if has_request_context() and endpoint[0] != "." else None
    )
    if pieces is None:
        return flask.url_for(endpoint, **values)
    between = iter(numbers)
    return "".join([next(between) if part is None else part for part in pieces])


def to_number(endpoint: str, name: str) -> Callable[[int], str]:
    """The addresses that differ by the number `name` alone, for a list of this request: what they share is asked once.

    A number is 0 or more.
    """
    pieces = _pieces(request.script_root, endpoint, ((name, None, True),))
    if pieces is None:
        return lambda number: flask.url_for(endpoint, **{name: number})  # type: ignore[arg-type]  # see _pieces
    before, _, after = pieces
    return lambda number: f"{before}{number}{after}"


@lru_cache(maxsize=2000)
def _pieces(
    _root: str, endpoint: str, words: tuple[tuple[str, str | None, bool], ...]
) -> tuple[str | None, ...] | None:
    """The address in pieces, None for each number in its turn; None when the numbers cannot be told from the rest."""
    places = {name: _PLACE + at for at, (name, _, is_number) in enumerate(words) if is_number}
    rest = flask.url_for(endpoint, **{name: places.get(name, value) for name, value, _ in words})  # type: ignore[arg-type]  # a number or a word
    pieces: list[str | None] = []
    for place in places.values():
        if rest.count(str(place)) != 1:
            return None
        before, rest = rest.split(str(place))
        pieces += [before, None]
    return (*pieces, rest)
