"""Passwords: how they are kept and checked.

Argon2id with the parameters of the OWASP Password Storage sheet (19 MiB, two passes, one lane): about 25 ms of work
on one core, little enough memory for a small server, and the parameters travel inside the hash so they can be raised
later (`needs_rehash`).
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 200  # a longer text is only a way to keep our processor busy

STRONG = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hasher = STRONG


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """The hash of a password nobody has: checked when the address is unknown, so that the answer takes as long as for
    a known one and does not tell which addresses exist."""
    return hasher.hash("nobody has this password: it only costs time")


def hash_with(hasher: PasswordHasher) -> None:
    """Use other parameters from now on: tests make hundreds of accounts, and none of their passwords is worth a guess.

    What was kept before stays right: the parameters are in each hash.
    """
    global _hasher
    _hasher = hasher


def hash(password: str) -> str:
    """The text to keep for this password; it holds its own salt and parameters."""
    return _hasher.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Whether `password` belongs to the kept hash; `None` (no such person) costs the same time and is never true."""
    if len(password) > MAX_LENGTH:
        password = ""  # checked all the same, for the same time; an empty password is never accepted at setting
    try:
        nobody = _nobody(_hasher)  # for everybody, so that the first who asks waits no longer than he would anyway
        _hasher.verify(kept or nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether the kept hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)
