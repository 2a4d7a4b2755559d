"""Reading the query string of a list page: what cannot be read is as if it was not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import request

_LONGEST = 100


def text(name: str) -> str | None:
    """A short text, or None."""
    value = request.args.get(name, "").strip()[:_LONGEST]
    return value or None


def one_of(name: str, allowed: Sequence[str]) -> str:
    """One of the allowed words; the first where another, or none, was given."""
    value = request.args.get(name, "")
    return value if value in allowed else allowed[0]


def optional_id(name: str) -> int | None:
    """An identifier, or None."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def optional_day(name: str) -> date | None:
    """A date as a date field sends it, or None."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def one_line(name: str) -> str:
    """A short line from a form, trimmed."""
    return request.form.get(name, "").strip()[:500]


def number(name: str) -> int | None:
    """An identifier from a form, or None."""
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None
