"""What every table shares: the declarative base, identifiers, moments and sealed text."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from threading import Lock
from typing import Annotated

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

_EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00Z
Id = BigInteger().with_variant(Integer, "sqlite")


_lock = Lock()
_last = 0


def new_id() -> int:
    """A 63-bit identifier: milliseconds since 2020, then 22 random bits. In order of creation, never guessable.

    Within one millisecond of this process each next one is a random step further: lists by id keep the order in which
    rows were made.
    """
    global _last
    millis = time.time_ns() // 1_000_000 - _EPOCH_MS
    with _lock:
        made = (millis << 22) | secrets.randbits(22)
        _last = made if made > _last else _last + 1 + secrets.randbits(16)
        return _last


primary_key = Annotated[int, mapped_column(Id, primary_key=True, default=new_id)]


class Base(DeclarativeBase):
    """Declarative base with a naming convention, so that migrations can name every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Refuses naive datetimes."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without zone where the database has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Keys:
    cipher: Fernet | None = None
    digest: bytes = b""


def configure_keys(secret: str) -> None:
    """Derive the keys for sealed text and search digests from the installation's secret."""
    seed = hashlib.sha256(b"traject:" + secret.encode()).digest()
    _Keys.cipher = Fernet(urlsafe_b64encode(hmac.digest(seed, b"seal", "sha256")))
    _Keys.digest = hmac.digest(seed, b"digest", "sha256")


def search_digest(value: str) -> str:
    """A keyed digest by which a sealed value can be found again without being readable (64 hex digits)."""
    if not _Keys.digest:
        raise RuntimeError("no keys configured: call app.models.base.configure_keys first")
    return hmac.digest(_Keys.digest, value.encode(), "sha256").hex()


class Shortened(TypeDecorator[str]):
    """A line made from other texts, for lists and search: cut on purpose where it would not fit, as `Shortened(200)`.

    What a person types is never cut but refused with a sentence; a copy of it must not be the reason to refuse.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database, and in comparisons: the first so many characters."""
        length = self.impl_instance.length  # type: ignore[attr-defined]  # a String is made with one
        return value if value is None else value[:length]


class Sealed(TypeDecorator[str]):
    """Text that is encrypted in the database (the national number, domain.md §8)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database: encrypted."""
        if value is None:
            return None
        return cipher().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """From the database: readable. A value sealed with another secret raises ValueError."""
        if value is None:
            return None
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            raise ValueError("sealed with another SECRET_KEY") from None


def cipher() -> Fernet:
    """What seals and unseals with the installation's key."""
    if _Keys.cipher is None:
        raise RuntimeError("no keys configured: call app.models.base.configure_keys first")
    return _Keys.cipher
