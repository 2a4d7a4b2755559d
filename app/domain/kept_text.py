"""Sentences that are kept in the database and told later, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.domain.text import Text


def keep(text: Text) -> list[Any]:
    """The sentence as JSON: its message id and what fills its places."""
    return [text.msgid, {name: _kept(value) for name, value in text.params.items()}]


def told(kept: list[Any]) -> Text:
    """The sentence that was kept."""
    msgid, params = kept
    return Text(msgid, {name: _filled(value) for name, value in params.items()})


def _kept(value: object) -> Any:
    if isinstance(value, Text):
        return {"text": keep(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def _filled(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    if "text" in value:
        return told(value["text"])
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["date"])
