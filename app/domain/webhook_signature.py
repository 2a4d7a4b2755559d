"""The signature of a webhook, as https://www.standardwebhooks.com has it (scheme v1: HMAC-SHA256)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable

_PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_from(random: bytes) -> str:
    """A secret as receivers' libraries want it."""
    return _PREFIX + b64encode(random).decode()


def headers(message_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of the standard; `timestamp` in seconds since 1970. One signature for each secret in force."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(_PREFIX))
    return b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
