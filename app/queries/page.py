"""Lists by key: a page and the cursor to the next. Cursors are opaque, checked, and never offsets."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from app.domain.errors import AnswersInvalid
from app.domain.text import say

Item = TypeVar("Item")
MAX_LIMIT = 200


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Items of one page and the cursor of the next page (None at the end)."""

    items: list[Item]
    next: str | None


def encode_cursor(*key: object) -> str:
    """A cursor that stands for the sort key of the last item shown."""
    content = [value.isoformat() if isinstance(value, datetime) else value for value in key]
    return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> tuple[object, ...] | None:
    """The sort key a cursor stands for, its parts of `kinds` (str, int, datetime).

    AnswersInvalid when it is none of ours.
    """
    if not cursor:
        return None
    try:
        content = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(content, list) or len(content) != len(kinds):
            raise ValueError
        return tuple(_part(value, kind) for value, kind in zip(content, kinds, strict=True))
    except (ValueError, TypeError, RecursionError, OverflowError):
        raise AnswersInvalid(
            {"cursor": [say("Deze verwijzing naar de volgende bladzijde klopt niet. Begin opnieuw.")]}
        ) from None


def checked_limit(limit: int) -> int:
    """How many items a page holds: 1 to 200."""
    if not 1 <= limit <= MAX_LIMIT:
        raise AnswersInvalid({"limit": [say("Kies tussen 1 en %(most)s.", most=MAX_LIMIT)]})
    return limit


def _part(value: object, kind: type) -> object:
    if kind is datetime:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    if (
        not isinstance(value, kind)
        or isinstance(value, bool)
        or (kind is int and not -(2**63) <= int(str(value)) < 2**63)
    ):
        raise ValueError
    if isinstance(value, str) and ("\x00" in value or value.encode(errors="ignore").decode() != value):
        raise ValueError
    return value
