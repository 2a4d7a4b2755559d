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
    return _id(request.args.get(name, ""))


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
    return _id(request.form.get(name, ""))


def _id(value: str) -> int | None:
    """A whole number of at most 63 bits, as identifiers are."""
    fits = value.isascii() and value.isdigit() and len(value) < 20
    return int(value) if fits and int(value) < 2**63 else None
