"""Where to go after signing in: only to a page of our own (security.md 18)."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_next(target: str | None, otherwise: str) -> str:
    """`target` when it is a path on this site, else `otherwise`.

    Refuses other hosts in every disguise browsers accept: ``//evil``, ``/\\evil``, ``https:evil``, control characters.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(character) < 33 or ord(character) == 127 for character in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target
