"""What a code list is: codes that are stored and sent, each with the Dutch words people read."""

from enum import StrEnum
from typing import Self


class UnknownCode(ValueError):
    """A list or a code that does not exist was asked for; the message names it."""


class CodeList(StrEnum):
    """One closed list of codes. A member is its code (a string) and carries its Dutch `label`.

    Codes are stored, exported and sent: they are never renamed and never removed, only added to.
    The label is a msgid: doors translate it.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from `CODE = "CODE", "Label"` (the default is there for type checkers)."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Give (code, Dutch label) in the order of the list."""
        return [(member.value, member.label) for member in cls]
