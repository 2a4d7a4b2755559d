"""Single values as doors hand them to a service (names, addresses, numbers): trimmed, checked, told per field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from app.domain.errors import AnswersInvalid
from app.domain.identifiers import InvalidIdentifier
from app.domain.text import Text, say

_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]{1,185}\.[^@\s,;<>\"().]{2,63}")


class Fields:
    """Checks values one by one and gathers what is wrong, so that a person sees every mistake at once."""

    def __init__(self) -> None:
        self.errors: dict[str, list[Text]] = {}

    def refuse(self, field: str, text: Text) -> None:
        """Note that a field is wrong, and why."""
        self.errors.setdefault(field, []).append(text)

    def ensure(self) -> None:
        """AnswersInvalid when anything was wrong."""
        if self.errors:
            raise AnswersInvalid(self.errors)

    def line(self, field: str, value: str | None, longest: int) -> str:
        """One line of text that must be there. Control characters (a line break in a name) are refused."""
        found = self.optional_line(field, value, longest)
        if found is None and field not in self.errors:
            self.refuse(field, say("Vul dit in."))
        return found or ""

    def optional_line(self, field: str, value: str | None, longest: int) -> str | None:
        """One line of text, or None when nothing was filled in."""
        found = unicodedata.normalize("NFC", (value or "").strip())
        if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in found):
            self.refuse(field, say("Dit mag geen stuurtekens of nieuwe regels bevatten."))
        elif len(found) > longest:
            self.refuse(field, say("Dit is te lang: ten hoogste %(most)s tekens.", most=longest))
        return found or None

    def paragraphs(self, field: str, value: str | None, longest: int) -> str:
        """Running text that must be there; line breaks are welcome, other control characters are not."""
        found = unicodedata.normalize("NFC", (value or "").replace("\r\n", "\n").strip())
        if not found:
            self.refuse(field, say("Vul dit in."))
        elif len(found) > longest:
            self.refuse(field, say("Dit is te lang: ten hoogste %(most)s tekens.", most=longest))
        elif any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in found):
            self.refuse(field, say("Dit mag geen stuurtekens bevatten."))
        return found

    def email(self, field: str, value: str | None) -> str:
        """An e-mail address that must be there, in lower case."""
        found = self.line(field, (value or "").lower(), 254)  # a letter may become two in lower case
        if found and not _EMAIL.fullmatch(found):
            self.refuse(field, say("Geef een geldig e-mailadres, zoals naam@voorbeeld.be."))
        return found

    def optional_email(self, field: str, value: str | None) -> str | None:
        """An e-mail address, or None when nothing was filled in."""
        return self.email(field, value) if (value or "").strip() else None

    def number(self, field: str, value: str | None, check: Callable[[str], str]) -> str:
        """A number with check digits that must be there; `check` comes from app.domain.identifiers."""
        try:
            return check(value or "")
        except InvalidIdentifier as problem:
            self.refuse(field, problem.text)
            return ""

    def optional_number(self, field: str, value: str | None, check: Callable[[str], str]) -> str | None:
        """A number with check digits, or None when nothing was filled in."""
        return self.number(field, value, check) if (value or "").strip() else None

    def one_of(self, field: str, value: str | None, codes: set[str] | frozenset[str]) -> str:
        """A code that must be one of `codes`."""
        if value is None or value not in codes:
            self.refuse(field, say("Kies iets uit de lijst."))
            return ""
        return value
