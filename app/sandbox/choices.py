"""Answers that outlive their database: what was chosen from a list is kept by its words, not by its number there.

A script is played again in another throw-away world, where the same coach has another number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.forms.sampling import Context

_CHOICE = "choice"


def to_words(answers: Any, context: Context) -> Any:
    """Answers as a script keeps them."""
    words = {value: [name, label] for name, pairs in sorted(context.items()) for value, label in pairs}
    return _each(answers, lambda value: {_CHOICE: words[value]} if isinstance(value, str) and value in words else value)


def from_words(kept: Any, context: Context) -> Any:
    """Answers of a script for this world; words its list does not have stay words, and the form refuses them."""
    values = {(name, label): value for name, pairs in context.items() for value, label in pairs}

    def chosen(value: Any) -> Any:
        if isinstance(value, Mapping) and value.keys() == {_CHOICE}:
            name, label = value[_CHOICE]
            return values.get((name, label), label)
        return value

    return _each(kept, chosen)


def _each(value: Any, change: Any) -> Any:
    changed = change(value)
    if changed is not value:
        return changed
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each(inner, change) for inner in value]
    return value
