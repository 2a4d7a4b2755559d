"""JSON in which what is confidential is encrypted, and the rest can be read and searched."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from app.domain.confidential import Confidential
from app.models.base import cipher

_MARK = "sealed:"


class PartlySealed(TypeDecorator[Any]):
    """Answers and the like: every Confidential in it is sealed in the database, and is one again when it is read."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """To the database."""
        return seal_parts(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From the database."""
        return unseal_parts(value)


def seal_parts(value: Any) -> Any:
    """The same JSON with each Confidential sealed."""
    if isinstance(value, Confidential):
        return _MARK + cipher().encrypt(value.encode()).decode()
    return _through(value, seal_parts)


def unseal_parts(value: Any) -> Any:
    """The same JSON with what was sealed readable, each a Confidential. What only looks sealed stays as it is."""
    if isinstance(value, str) and value.startswith(_MARK):
        try:
            return Confidential(cipher().decrypt(value.removeprefix(_MARK).encode()).decode())
        except InvalidToken:
            return value
    return _through(value, unseal_parts)


def _through(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: change(part) for key, part in value.items()}
    if isinstance(value, list):
        return [change(part) for part in value]
    return value
